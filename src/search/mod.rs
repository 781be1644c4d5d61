pub mod scorers;
pub mod statistics;
pub mod top;
