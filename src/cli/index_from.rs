//! Where the index in use was named, and its name where nobody names it.

/// Where the index in use was named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IndexFrom {
    /// By `--index` or `ONRECORD_INDEX`.
    #[default]
    Option,
    /// By the configuration file.
    Config,
    /// Nowhere: it is the nearest folder `index` that holds one, from the working folder upwards.
    Nearby,
    /// Nowhere: it lies in the user's data folder.
    DataFolder,
    /// Nowhere: none was found, and one would be made here.
    New,
}

/// Name of an index's folder where nobody gives another.
pub(super) const INDEX: &str = "index";
