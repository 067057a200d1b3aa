use super::*;
use proptest::prelude::*;

// The vectors of golang.org/x/mod/sumdb/note.
const KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const SECRET: &str = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const TEXT: &str = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const LINE: &str = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const OTHER: &str = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const OTHER_LINE: &str = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

fn key() -> VerifyingKey {
    VerifyingKey::parse(KEY).unwrap()
}

fn signer() -> SigningKey {
    // RFC 8410 §7: the wrapping of a bare seed as PKCS#8.
    let mut bytes = vec![0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    bytes.extend_from_slice(&STANDARD.decode(SECRET).unwrap()[1..]);
    SigningKey::from_pkcs8(Name::parse("PeterNeumann").unwrap(), &bytes).unwrap()
}

#[test]
fn the_vectors_of_go() {
    assert_eq!(key().to_string(), KEY);
    assert_eq!(signer().verifying(), &key());
    let note = format!("{TEXT}\n{LINE}");
    assert_eq!(sign(TEXT, &signer()).unwrap(), note);
    assert_eq!(open(&note, &key()), Ok(TEXT));
    let both = format!("{TEXT}\n{OTHER_LINE}{LINE}");
    assert_eq!(open(&both, &key()), Ok(TEXT));
    assert_eq!(open(&both, &VerifyingKey::parse(OTHER).unwrap()), Ok(TEXT));
}

#[test]
fn a_key_with_one_character_changed_is_refused() {
    for wrong in ["", "PeterNeumann", "PeterNeumann+c74f20a3", "PeterNeumann+c74f20a3+", "PeterNeumann+C74F20A3+AQ==", "a b+c74f20a3+AQ=="]
    {
        assert!(VerifyingKey::parse(wrong).is_err(), "{wrong}");
    }
    for place in 0..KEY.len() {
        let mut bytes = KEY.as_bytes().to_vec();
        bytes[place] ^= 1;
        assert!(VerifyingKey::parse(std::str::from_utf8(&bytes).unwrap()).is_err());
    }
    let cosigner = VerifyingKey { id: [0; 4], ..key() };
    assert!(VerifyingKey::parse(&cosigner.to_string()).is_err());
}

#[test]
fn names_have_no_spaces_pluses_or_controls() {
    for wrong in ["", "a b", "a+b", "a\u{a0}b", "a\nb", "a\u{2003}", "\u{7f}", &"a".repeat(256)] {
        assert_eq!(Name::parse(wrong), Err(KeyError::Name), "{wrong:?}");
    }
    assert_eq!(Name::parse("кабинет.пример/1").unwrap().as_str(), "кабинет.пример/1");
}

#[test]
fn only_our_signature_over_this_text_opens_a_note() {
    let forged = format!("{}\n{LINE}", TEXT.replace("answer", "Answer"));
    assert_eq!(open(&forged, &key()), Err(NoteError::Forged));
    assert_eq!(open(&format!("{TEXT}\n{OTHER_LINE}"), &key()), Err(NoteError::UnknownKey));
    let namesake = OTHER_LINE.replace("EnochRoot", "PeterNeumann");
    assert_eq!(open(&format!("{TEXT}\n{namesake}"), &key()), Err(NoteError::UnknownKey));
    assert_eq!(open(&format!("{TEXT}\n{namesake}{LINE}"), &key()), Ok(TEXT));
    let (name, other) = (Name::parse("PeterNeumann").unwrap(), "— PeterNeumann x08gowAA\n");
    assert_eq!(key().name(), &name);
    assert_eq!(open(&format!("{TEXT}\n{LINE}{other}"), &key()), Err(NoteError::Forged));
}

#[test]
fn what_is_not_a_note_is_refused_at_its_line() {
    let cases = [
        ("".to_owned(), 1),
        (TEXT.to_owned(), 1),
        (format!("{TEXT}\n"), 4),
        (format!("{TEXT}\n{}", LINE.trim_end()), 4),
        (format!("{TEXT}\n{LINE}more\n"), 5),
        (format!("{TEXT}\n{LINE}more"), 5),
        (format!("{TEXT}\n{LINE}\n"), 6),
        (format!("{TEXT}\n-{LINE}"), 4),
        (format!("{TEXT}\n— PeterNeumann \n"), 4),
        (format!("{TEXT}\n— PeterNeumann x08gow==\n"), 4),
        (format!("{TEXT}\n— Peter+Neumann x08gowAA\n"), 4),
        (format!("{TEXT}\n{}", LINE.replace('=', "")), 4),
        (format!("{}\n{LINE}", TEXT.replace(' ', "\t")), 1),
        (format!("{TEXT}\n{LINE}").replace('\n', "\r\n"), 1),
        (format!("{TEXT}\n{}", OTHER_LINE.repeat(101)), 104),
    ];
    for (note, line) in cases {
        assert_eq!(open(&note, &key()), Err(NoteError::Malformed(line)), "{note}");
    }
    assert!(open(&format!("{TEXT}\n{}{LINE}", OTHER_LINE.repeat(99)), &key()).is_ok());
    assert!(sign("no end of line", &signer()).is_err());
    assert!(sign("tab\t\n", &signer()).is_err());
}

#[test]
fn a_key_is_kept_and_read_again_and_never_printed() {
    let name = Name::parse("kabinet.example").unwrap();
    let key = SigningKey::generate(name.clone()).unwrap();
    let kept = key.to_pkcs8().unwrap();
    let again = SigningKey::from_pkcs8(name.clone(), &kept).unwrap();
    assert_eq!(again.verifying(), key.verifying());
    assert_eq!(format!("{key:?}"), format!("SigningKey({})", key.verifying()));
    assert!(SigningKey::from_pkcs8(name, &kept[1..]).is_err());
    let json = serde_json::to_string(key.verifying()).unwrap();
    assert_eq!(&serde_json::from_str::<VerifyingKey>(&json).unwrap(), key.verifying());
}

proptest! {
    #[test]
    fn any_text_is_opened_or_refused(note in "(\\PC|\n|— |PeterNeumann ){0,80}") {
        prop_assert!(open(&note, &key()).is_err());
        let _ = VerifyingKey::parse(&note);
    }

    #[test]
    fn what_is_signed_opens(lines in prop::collection::vec("\\PC{0,20}", 0..6)) {
        let text: String = lines.iter().flat_map(|line| [line, "\n"]).collect::<String>() + "\n";
        let note = sign(&text, &signer()).unwrap();
        prop_assert_eq!(open(&note, &key()), Ok(text.as_str()));
    }

    #[test]
    fn one_bit_anywhere_closes_a_note(place in any::<prop::sample::Index>(), bit in 0_u32..8) {
        let mut note = format!("{TEXT}\n{LINE}").into_bytes();
        let place = place.index(note.len());
        note[place] ^= 1 << bit;
        prop_assert!(std::str::from_utf8(&note).map_or(true, |note| open(note, &key()).is_err()));
    }
}
