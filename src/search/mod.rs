pub mod scorers;
