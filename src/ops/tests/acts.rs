use super::town::{FIRST, SECOND, Town, damage, read, user};
use crate::{
    access::{Actor, Function},
    act::Call,
    identity::table::user as load_user,
    journal::{
        audit::{Verdict, verify},
        table::HEADS,
    },
    terms::{Digest, Once, OnceToken, Result, UserId},
};

#[test]
fn what_the_last_commit_before_a_crash_left_is_whole_and_grows_on() {
    let mut town = Town::new();
    for act in 0..300 {
        town.user(if act % 3 == 0 { SECOND } else { FIRST });
        if act % 11 == 10 {
            town.bench().commit().unwrap();
        }
    }
    town.bench = None; // the power is gone, three acts after a commit
    town.open();
    let report = verify(&read(town.path()), &town.key, &mut |_| ()).unwrap();
    assert!(report.is_whole(), "{report:?}");
    town.live(600);
    let report = verify(&read(town.path()), &town.key, &mut |_| ()).unwrap();
    assert!(report.is_whole(), "{report:?}");
    assert!(report.entries > 880, "{report:?}");
}

#[test]
fn where_the_journal_cannot_be_written_nothing_is_done() {
    let mut town = Town::new();
    town.live(98);
    damage(town.path(), HEADS, &FIRST.key(), |_| Some(vec![1]));
    town.open();
    let refused = town.try_act(FIRST, |act| act.add(user(9000)).map(drop));
    assert!(refused.is_err());
    town.user(SECOND);
    town.bench().commit().unwrap();
    let stored = load_user(&town.bench().engine().snapshot().unwrap(), user(9000).id).unwrap();
    assert!(stored.is_none(), "an act without a line in the journal");
}

#[test]
fn the_same_form_sent_twice_is_answered_with_its_first_answer() {
    let mut town = Town::new();
    let once = Some(Once { token: OnceToken(uuid::Uuid::from_u128(1)), content: Digest::of(b"form") });
    let (actor, at) = (Actor::operator("POST /twice"), town.now());
    let call = Call { actor: &actor, function: Function::UserCreate, at, once };
    let first = town.bench().act(&call, |act| act.add(user(70)).map(|user| user.id)).unwrap();
    let again = town.bench().act(&call, |_| -> Result<UserId> { panic!("done twice") }).unwrap();
    assert_eq!(first, again);
    town.bench().commit().unwrap();
    assert_eq!(town.bench().act(&call, |act| act.add(user(71)).map(|user| user.id)).unwrap(), first);
    let other = Call { once: once.map(|once| Once { content: Digest::of(b"another"), ..once }), ..call };
    assert!(town.bench().act(&other, |act| act.add(user(72)).map(|user| user.id)).is_err());
}

#[test]
fn the_last_entries_of_a_day_are_under_a_checkpoint() {
    let mut town = Town::new();
    town.bench().commit().unwrap();
    town.user(FIRST);
    town.bench().commit().unwrap(); // too soon after the first for a checkpoint
    town.close(); // with nothing left to write but the checkpoints
    let report = verify(&read(town.path()), &town.key, &mut |_| ()).unwrap();
    let verdicts: Vec<_> = report.agents.into_iter().map(|agent| agent.verdict).collect();
    assert_eq!(verdicts, [Verdict::Whole { entries: 2, signed: 2 }, Verdict::Whole { entries: 1, signed: 1 }]);
}
