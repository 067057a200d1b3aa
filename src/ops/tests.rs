mod acts;
mod audit;
mod check;
mod export;
mod hard;
mod town;
