use super::*;
use crate::terms::Error;
use proptest::prelude::*;
use std::{cell::Cell, collections::HashMap};

/// Tiles in memory, written the way the store writes them: full ones once, the unfinished from the growth.
#[derive(Default)]
struct Memory {
    full: HashMap<(u8, u64), Vec<Hash>>,
    growth: Growth,
    reads: Cell<usize>,
}

impl Tiles for Memory {
    fn hashes(&self, level: u8, tile: u64) -> Result<Option<Vec<Hash>>> {
        self.reads.set(self.reads.get() + 1);
        match self.full.get(&(level, tile)) {
            Some(hashes) => Ok(Some(hashes.clone())),
            None => self.growth.hashes(level, tile),
        }
    }
}

fn grown(leaves: &[Hash]) -> Memory {
    let mut memory = Memory::default();
    for (index, leaf) in leaves.iter().enumerate() {
        let full = memory.growth.append(*leaf);
        let told: Vec<_> = full.iter().map(|tile| (tile.level, tile.tile)).collect();
        assert_eq!(completed(index as u64 + 1).collect::<Vec<_>>(), told);
        for tile in full {
            assert!(memory.full.insert((tile.level, tile.tile), tile.hashes).is_none(), "a tile is written once");
        }
    }
    memory
}

fn leaves(count: usize) -> Vec<Hash> {
    (0..count).map(|index| leaf(format!("entry {index}").as_bytes())).collect()
}

// The definitions of RFC 9162 §2.1, word for word: the oracle.

fn half(count: usize) -> usize {
    count.next_power_of_two() / 2
}

fn naive_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => EMPTY_ROOT,
        [only] => *only,
        more => {
            let (left, right) = more.split_at(half(more.len()));
            node(&naive_root(left), &naive_root(right))
        }
    }
}

fn naive_path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(half(leaves.len()));
    let (mut path, beside) =
        if index < left.len() { (naive_path(index, left), right) } else { (naive_path(index - left.len(), right), left) };
    path.push(naive_root(beside));
    path
}

fn naive_subproof(old: usize, leaves: &[Hash], known: bool) -> Vec<Hash> {
    if old == leaves.len() {
        return if known { Vec::new() } else { vec![naive_root(leaves)] };
    }
    let (left, right) = leaves.split_at(half(leaves.len()));
    let (mut proof, beside) =
        if old <= left.len() { (naive_subproof(old, left, known), right) } else { (naive_subproof(old - left.len(), right, false), left) };
    proof.push(naive_root(beside));
    proof
}

fn hex(text: &str) -> Hash {
    let mut hash = [0; 32];
    for (index, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * index..2 * index + 2], 16).unwrap();
    }
    hash
}

/// The leaves and roots of the tests of certificate-transparency-go.
const REFERENCE: [(&[u8], &str); 8] = [
    (b"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    (b"\x00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    (b"\x10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    (b"\x20\x21", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    (b"\x30\x31", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
    (b"\x40\x41\x42\x43", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
    (b"\x50\x51\x52\x53\x54\x55\x56\x57", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
    (
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ),
];

#[test]
fn the_reference_tree_of_certificate_transparency() {
    let hashes: Vec<_> = REFERENCE.iter().map(|(entry, _)| leaf(entry)).collect();
    let mut frontier = Frontier::new();
    assert_eq!(frontier.root(), EMPTY_ROOT);
    assert_eq!(EMPTY_ROOT, <Hash>::from(Sha256::digest([])));
    for (leaf, (_, root)) in hashes.iter().zip(REFERENCE) {
        frontier.append(*leaf);
        assert_eq!(frontier.root(), hex(root));
    }
    let tiles = grown(&hashes);
    let path = [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ];
    assert_eq!(inclusion(&tiles, 0, 8).unwrap(), path.map(hex));
    assert_eq!(consistency(&tiles, 1, 8).unwrap(), path.map(hex));
    let six = [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ];
    assert_eq!(consistency(&tiles, 6, 8).unwrap(), six.map(hex));
    let two = [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ];
    assert_eq!(consistency(&tiles, 2, 5).unwrap(), two.map(hex));
    assert_eq!(verify_consistency(2, 5, &hex(REFERENCE[1].1), &hex(REFERENCE[4].1), &two.map(hex)), Ok(()));
}

#[test]
fn every_proof_of_a_small_tree_is_the_one_of_the_definition() {
    let leaves = leaves(40);
    let tiles = grown(&leaves);
    for size in 0..=leaves.len() {
        let root = naive_root(&leaves[..size]);
        assert_eq!(root_at(&tiles, size as u64).unwrap(), root);
        for index in 0..size {
            let proof = inclusion(&tiles, index as u64, size as u64).unwrap();
            assert_eq!(proof, naive_path(index, &leaves[..size]));
            assert_eq!(verify_inclusion(&leaves[index], index as u64, size as u64, &proof, &root), Ok(()));
            let beside = (index as u64 + 1) % size as u64;
            assert!(size == 1 || verify_inclusion(&leaves[index], beside, size as u64, &proof, &root).is_err());
        }
        for old in 0..=size {
            let proof = consistency(&tiles, old as u64, size as u64).unwrap();
            let old_root = naive_root(&leaves[..old]);
            assert!(old == 0 || proof == naive_subproof(old, &leaves[..size], true));
            assert_eq!(verify_consistency(old as u64, size as u64, &old_root, &root, &proof), Ok(()));
        }
    }
}

#[test]
fn seventy_thousand_entries_lie_as_the_specification_says() {
    let leaves = leaves(70_000);
    let tiles = grown(&leaves);
    assert_eq!(tiles.full.keys().filter(|(level, _)| *level == 0).count(), 273);
    assert_eq!(tiles.full.keys().filter(|(level, _)| *level == 1).count(), 1);
    let widths: Vec<_> = tiles.growth.unfinished().map(|(level, tile, hashes)| (level, tile, hashes.len())).collect();
    assert_eq!(widths, [(0, 273, 112), (1, 1, 17), (2, 0, 1)]);
    assert_eq!(widths, partial(70_000).collect::<Vec<_>>());
    assert_eq!(tiles.growth.root(), naive_root(&leaves));
    assert_eq!(Growth::resume(&tiles, 70_000).unwrap(), tiles.growth);
    for (index, size) in [(0, 70_000), (65_535, 65_536), (65_536, 65_537), (69_999, 70_000), (300, 66_000), (12, 65_791)] {
        tiles.reads.set(0);
        let proof = inclusion(&tiles, index, size).unwrap();
        assert!(tiles.reads.get() <= 6, "{} tiles read", tiles.reads.get());
        assert_eq!(proof, naive_path(index as usize, &leaves[..size as usize]));
        tiles.reads.set(0);
        assert_eq!(consistency(&tiles, index + 1, size).unwrap(), naive_subproof(index as usize + 1, &leaves[..size as usize], true));
        assert!(tiles.reads.get() <= 6, "{} tiles read", tiles.reads.get());
    }
    assert_eq!(completed(65_536).collect::<Vec<_>>(), [(0, 255), (1, 0)]);
    assert_eq!(completed(65_537).count() + completed(0).count(), 0);
}

#[test]
fn lost_hashes_are_a_fault_and_not_a_wrong_proof() {
    let mut tiles = grown(&leaves(600));
    tiles.full.get_mut(&(0, 1)).unwrap().pop();
    assert!(matches!(inclusion(&tiles, 300, 600), Err(Error::Fault(_))));
    tiles.full.clear();
    assert!(matches!(inclusion(&tiles, 0, 600), Err(Error::Fault(_))));
    assert!(matches!(root_at(&tiles, 601), Err(Error::Fault(_))));
    assert!(matches!(Growth::resume(&tiles, 601), Err(Error::Fault(_))));
    assert!(matches!(root_at(&tiles, u64::MAX), Err(Error::Fault(_))));
    assert!(matches!(Growth::resume(&tiles, u64::MAX), Err(Error::Fault(_))));
    assert!(matches!(inclusion(&tiles, 600, 600), Err(Error::Refused(_))));
    assert!(matches!(consistency(&tiles, 601, 600), Err(Error::Fault(_))));
}

#[test]
fn the_edges_of_consistency() {
    let root = leaf(b"one");
    assert_eq!(verify_consistency(0, 0, &EMPTY_ROOT, &EMPTY_ROOT, &[]), Ok(()));
    assert_eq!(verify_consistency(0, 1, &EMPTY_ROOT, &root, &[]), Ok(()));
    assert_eq!(verify_consistency(0, 1, &root, &root, &[]), Err(ProofError::Mismatch));
    assert_eq!(verify_consistency(0, 0, &root, &root, &[]), Err(ProofError::Mismatch));
    assert_eq!(verify_consistency(1, 1, &root, &EMPTY_ROOT, &[]), Err(ProofError::Mismatch));
    assert_eq!(verify_consistency(1, 1, &root, &root, &[root]), Err(ProofError::Length));
    assert_eq!(verify_consistency(1, 2, &root, &root, &[]), Err(ProofError::Length));
    assert_eq!(verify_consistency(2, 1, &root, &root, &[]), Err(ProofError::Outside));
    assert_eq!(verify_inclusion(&root, 0, 0, &[], &root), Err(ProofError::Outside));
    assert_eq!(verify_inclusion(&root, 0, 1, &[], &root), Ok(()));
    assert_eq!(verify_inclusion(&root, u64::MAX - 1, u64::MAX, &[root; 63], &root), Err(ProofError::Mismatch));
}

/// Run by hand with `-- --ignored --nocapture`; what is under test is a few nanoseconds of pushing beside SHA-256.
#[test]
#[ignore = "a measurement"]
fn how_long_an_append_takes() {
    const ENTRIES: u32 = 1_000_000;
    let mut growth = Growth::new();
    let begun = std::time::Instant::now();
    for index in 0..ENTRIES {
        growth.append(leaf(&index.to_be_bytes()));
    }
    let both = begun.elapsed() / ENTRIES;
    let mut hash = EMPTY_ROOT;
    let begun = std::time::Instant::now();
    for index in 0..ENTRIES {
        hash = node(&hash, &leaf(&index.to_be_bytes()));
    }
    println!("{both:?} an entry, of which SHA-256 {:?} {:x}", begun.elapsed() / ENTRIES, hash[0] ^ growth.root()[0]);
}

fn flip(hash: &mut Hash, bit: usize) {
    hash[bit / 8 % 32] ^= 1 << (bit % 8);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn tiles_give_the_roots_and_proofs_of_the_definition(size in 1_usize..1500, index in any::<prop::sample::Index>(), old in any::<prop::sample::Index>()) {
        let leaves = leaves(1500);
        let tiles = grown(&leaves);
        let (index, old) = (index.index(size), 1 + old.index(size));
        let root = naive_root(&leaves[..size]);
        prop_assert_eq!(root_at(&tiles, size as u64).unwrap(), root);
        let proof = inclusion(&tiles, index as u64, size as u64).unwrap();
        prop_assert_eq!(&proof, &naive_path(index, &leaves[..size]));
        prop_assert_eq!(verify_inclusion(&leaves[index], index as u64, size as u64, &proof, &root), Ok(()));
        let grown = consistency(&tiles, old as u64, size as u64).unwrap();
        prop_assert_eq!(&grown, &naive_subproof(old, &leaves[..size], true));
        prop_assert_eq!(verify_consistency(old as u64, size as u64, &naive_root(&leaves[..old]), &root, &grown), Ok(()));
    }

    #[test]
    fn every_tile_is_the_one_of_the_definition(size in 1_usize..1500) {
        let leaves = leaves(size);
        let tiles = grown(&leaves);
        for tile in 0..size.div_ceil(TILE_WIDTH) {
            let end = size.min((tile + 1) * TILE_WIDTH);
            prop_assert_eq!(tiles.hashes(0, tile as u64).unwrap().unwrap(), leaves[tile * TILE_WIDTH..end].to_vec());
        }
        let above: Vec<_> = leaves.chunks_exact(TILE_WIDTH).map(naive_root).collect();
        prop_assert_eq!(tiles.hashes(1, 0).unwrap().unwrap_or_default(), above);
        prop_assert_eq!(Growth::resume(&tiles, size as u64).unwrap(), tiles.growth);
    }

    #[test]
    fn one_bit_anywhere_refuses_an_inclusion(size in 2_usize..600, index in any::<prop::sample::Index>(), place in any::<prop::sample::Index>(), bit in 0_usize..256) {
        let leaves = leaves(size);
        let index = index.index(size);
        let mut proof = naive_path(index, &leaves);
        let (mut entry, mut root) = (leaves[index], naive_root(&leaves));
        let check = |entry: &Hash, index: u64, proof: &[Hash], root: &Hash| verify_inclusion(entry, index, size as u64, proof, root);
        flip(&mut entry, bit);
        prop_assert_eq!(check(&entry, index as u64, &proof, &root), Err(ProofError::Mismatch));
        flip(&mut entry, bit);
        flip(&mut root, bit);
        prop_assert_eq!(check(&entry, index as u64, &proof, &root), Err(ProofError::Mismatch));
        flip(&mut root, bit);
        prop_assert!(check(&entry, index as u64 ^ 1 << (bit % 64), &proof, &root).is_err());
        let place = place.index(proof.len());
        flip(&mut proof[place], bit);
        prop_assert_eq!(check(&entry, index as u64, &proof, &root), Err(ProofError::Mismatch));
        flip(&mut proof[place], bit);
        prop_assert_eq!(check(&entry, index as u64, &[&proof[..], &[entry]].concat(), &root), Err(ProofError::Length));
        prop_assert!(check(&entry, index as u64, &proof[1..], &root).is_err());
        prop_assert!(check(&entry, index as u64, &proof[..proof.len() - 1], &root).is_err());
        prop_assert_eq!(check(&entry, index as u64, &proof, &root), Ok(()));
    }

    #[test]
    fn one_bit_anywhere_refuses_a_consistency(size in 2_usize..600, old in any::<prop::sample::Index>(), place in any::<prop::sample::Index>(), bit in 0_usize..256) {
        let leaves = leaves(size);
        let old = 1 + old.index(size - 1);
        let mut proof = naive_subproof(old, &leaves, true);
        let (mut old_root, mut root) = (naive_root(&leaves[..old]), naive_root(&leaves));
        let check = |old_root: &Hash, proof: &[Hash], root: &Hash| verify_consistency(old as u64, size as u64, old_root, root, proof);
        flip(&mut old_root, bit);
        prop_assert!(check(&old_root, &proof, &root).is_err());
        flip(&mut old_root, bit);
        flip(&mut root, bit);
        prop_assert!(check(&old_root, &proof, &root).is_err());
        flip(&mut root, bit);
        let place = place.index(proof.len());
        flip(&mut proof[place], bit);
        prop_assert!(check(&old_root, &proof, &root).is_err());
        flip(&mut proof[place], bit);
        prop_assert!(check(&old_root, &[&proof[..], &[root]].concat(), &root).is_err());
        prop_assert!(check(&old_root, &proof[..proof.len() - 1], &root).is_err());
        prop_assert_eq!(check(&old_root, &proof, &root), Ok(()));
    }

    #[test]
    fn the_edge_is_read_as_it_was_written(size in 0_usize..1500, cut in 1_usize..40) {
        let mut frontier = Frontier::new();
        let leaves = leaves(size);
        leaves.iter().for_each(|leaf| frontier.append(*leaf));
        prop_assert_eq!(frontier.root(), naive_root(&leaves));
        let bytes = frontier.to_bytes();
        prop_assert_eq!(Frontier::from_bytes(&bytes), Ok(frontier.clone()));
        prop_assert!(Frontier::from_bytes(&bytes[..bytes.len().saturating_sub(cut)]).is_err());
        prop_assert!(Frontier::from_bytes(&[&bytes[..], &[0]].concat()).is_err());
        prop_assert_eq!(&rmp_serde::from_slice::<Frontier>(&rmp_serde::to_vec(&frontier).unwrap()).unwrap(), &frontier);
        prop_assert_eq!(&serde_json::from_slice::<Frontier>(&serde_json::to_vec(&frontier).unwrap()).unwrap(), &frontier);
    }

    #[test]
    fn any_bytes_are_an_edge_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(frontier) = Frontier::from_bytes(&bytes) {
            prop_assert_eq!(frontier.to_bytes(), bytes);
        }
    }

    #[test]
    fn any_proof_is_checked_without_a_panic(a in any::<u64>(), b in any::<u64>(), shift in 0_u32..64, proof in prop::collection::vec(any::<Hash>(), 0..70)) {
        let _ = verify_inclusion(&EMPTY_ROOT, a >> shift, b >> shift, &proof, &EMPTY_ROOT);
        let _ = verify_consistency(a >> shift, b >> shift, &EMPTY_ROOT, &EMPTY_ROOT, &proof);
    }
}
