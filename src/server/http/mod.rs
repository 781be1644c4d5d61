//! What every request and every response has in common: who may ask, for how much, and how errors look.

pub mod assets;
pub mod etag;
pub mod gate;
pub mod headers;
pub mod host;
pub mod limits;
pub mod listen;
pub mod origin;
pub mod parameters;
pub mod pool;
pub mod problem;
pub mod settings;
pub mod token;
