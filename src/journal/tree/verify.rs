//! Checking proofs, step by step as RFC 9162 writes them. Trusts nothing that it is given but the roots.

use super::{EMPTY_ROOT, Hash, node};

/// Why a proof proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The tree is too short to hold the entry, or the older tree.
    #[error("the tree is too short to hold what is to be proved")]
    Outside,
    /// A tree of this size takes a proof of another length.
    #[error("the proof is too short or too long")]
    Length,
    /// The hashes lead to another root.
    #[error("the proof leads to another root")]
    Mismatch,
}

/// Checks that the entry with this hash stands at this index (from 0) in the tree of this size and root (RFC 9162
/// §2.1.3.2).
///
/// # Errors
/// It is not proved, and why.
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::Outside);
    }
    let mut index = index;
    let mut last = size - 1;
    let mut hash = *leaf;
    for beside in proof {
        if last == 0 {
            return Err(ProofError::Length);
        }
        if index & 1 == 1 || index == last {
            hash = node(beside, &hash);
            // A last subtree that has no right neighbour rises as it is.
            while index & 1 == 0 && index != 0 {
                index >>= 1;
                last >>= 1;
            }
        } else {
            hash = node(&hash, beside);
        }
        index >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(ProofError::Length);
    }
    if hash == *root { Ok(()) } else { Err(ProofError::Mismatch) }
}

/// Checks that the tree of the new size and root begins with the tree of the old size and root (RFC 9162 §2.1.4.2; for an
/// empty old tree and for equal sizes, which it leaves out, the proof must be empty and the root the known one).
///
/// # Errors
/// It is not proved, and why.
pub fn verify_consistency(old: u64, new: u64, old_root: &Hash, new_root: &Hash, proof: &[Hash]) -> Result<(), ProofError> {
    if old > new {
        return Err(ProofError::Outside);
    }
    if old == 0 || old == new {
        if !proof.is_empty() {
            return Err(ProofError::Length);
        }
        let empty_is_empty = old > 0 || old_root == &EMPTY_ROOT;
        let same_is_same = old < new || old_root == new_root;
        return if empty_is_empty && same_is_same { Ok(()) } else { Err(ProofError::Mismatch) };
    }
    let (head, tail) = proof.split_first().ok_or(ProofError::Length)?;
    // An old tree of a power of two is a subtree of the new one: its root is where the path begins.
    let (first, rest) = if old.is_power_of_two() { (old_root, proof) } else { (head, tail) };
    let trailing = (old - 1).trailing_ones();
    let mut older = (old - 1) >> trailing;
    let mut newer = (new - 1) >> trailing;
    let (mut old_hash, mut new_hash) = (*first, *first);
    for beside in rest {
        if newer == 0 {
            return Err(ProofError::Length);
        }
        if older & 1 == 1 || older == newer {
            old_hash = node(beside, &old_hash);
            new_hash = node(beside, &new_hash);
            while older & 1 == 0 && older != 0 {
                older >>= 1;
                newer >>= 1;
            }
        } else {
            new_hash = node(&new_hash, beside);
        }
        older >>= 1;
        newer >>= 1;
    }
    if newer != 0 {
        return Err(ProofError::Length);
    }
    if old_hash == *old_root && new_hash == *new_root { Ok(()) } else { Err(ProofError::Mismatch) }
}
