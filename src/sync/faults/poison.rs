//! A poison operation: the server fails at it, panics even, and goes on with the others.

use serde_json::{Value, json};

use super::{Dice, runs};
use crate::{
    accounts::Role,
    classes,
    sync::tests::{Hall, expect_sums, said},
};

#[tokio::test]
async fn a_poison_operation_is_set_aside_and_the_others_go_on() {
    let mut dice = Dice(0xBAD_F00D);
    for _ in 0..runs(3, 30) {
        let hall = Hall::new().await;
        let mut phone = hall.phone(Role::TeamMember, 0).await;
        let mut ops: Vec<Value> = Vec::new();
        let mut poison = 0;
        for n in 0..40 {
            if dice.below(5) == 0 {
                let kind = ["test.panic", "test.broken", "test.half"][dice.below(3)];
                ops.push(phone.op(kind, &hall.sessions[0], json!({"person": hall.people[n]})));
                poison += 1;
            }
            ops.push(phone.mark(&hall.people[n]));
        }
        let verdicts = phone.push(&ops).await;
        let set_aside = verdicts.iter().filter(|verdict| said(verdict) == "quarantined server_fault").count();
        let fine = verdicts.iter().filter(|verdict| said(verdict) == "applied ok").count();
        assert_eq!((set_aside, fine), (poison, 40));
        assert_eq!(hall.house.entries(classes::ATTENDED).await, 40, "nothing of the poison counts");
        assert_eq!(phone.push(&ops).await, verdicts);
        hall.house.expect_sound().await;
        expect_sums(&hall.house).await;
    }
}
