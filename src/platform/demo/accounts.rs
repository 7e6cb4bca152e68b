//! One account of each role, with passwords that anybody may know: they open nothing but the invented commune.

use super::ground::{Ground, UNITS, VILLAGES};
use crate::{
    accounts::{self, ReachKind, Right, Role, Scope},
    kit::{
        clock::{DAY, Millis},
        db::Tx,
        error::{Error, Result},
    },
};

/// An account of the demo commune.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoAccount {
    /// Its role.
    pub role: Role,
    /// The login name.
    pub login: &'static str,
    /// The password, the same in every demo.
    pub password: String,
    /// Whose account it is.
    pub name: &'static str,
    /// The name of the commune, village or unit that the role is granted on.
    pub place: &'static str,
}

/// Login name and person of a role.
const fn holder(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::SystemAdmin => ("quan-tri", "Kiều Văn Mẫu"),
        Role::CommuneLeader => ("lanh-dao", "Phùng Thị Ví Dụ"),
        Role::Coordinator => ("van-hoa", "Đỗ Minh Hà"),
        Role::Economy => ("kinh-te", "Khuất Duy Mẫu"),
        Role::Police => ("cong-an", "Chu Văn Ví Dụ"),
        Role::CultureCentre => ("trung-tam", "Vũ Thị Mẫu"),
        Role::School => ("truong-hoc", "Đặng Thị Ví Dụ"),
        Role::Enterprise => ("doanh-nghiep", "Bùi Văn Mẫu"),
        Role::VillageHead => ("truong-thon", "Nguyễn Hữu Mẫu"),
        Role::TeamMember => ("to-cong-nghe", "Lê Thị Ví Dụ"),
        Role::Ambassador => ("dai-su", "Trần Quốc Mẫu"),
        Role::Volunteer => ("tinh-nguyen", "Hoàng Thu Ví Dụ"),
        Role::Learner => ("hoc-vien", "Cấn Thị Mẫu"),
    }
}

/// The unit that a role of a unit is granted on, as a place in [`UNITS`].
const fn unit_of(role: Role) -> usize {
    if matches!(role, Role::School) { 2 } else { 6 }
}

/// The demo accounts, one of each role, in the order of the plan.
pub fn accounts() -> Vec<DemoAccount> {
    Role::ALL
        .iter()
        .map(|&role| {
            let (login, name) = holder(role);
            let place = match role.reach_kind() {
                ReachKind::Commune => "Xã Thạch Thất",
                ReachKind::Village => VILLAGES[0].1,
                ReachKind::Unit => UNITS[unit_of(role)].1,
            };
            DemoAccount { role, login, password: format!("minh-hoa-{login}"), name, place }
        })
        .collect()
}

/// In whose name the demo is lived.
pub(super) struct Staff {
    /// Phòng Văn hóa – Xã hội.
    pub(super) coordinator: Scope,
    /// Lãnh đạo UBND xã.
    pub(super) leader: Scope,
    /// A member of each village's team, in the order of [`VILLAGES`].
    pub(super) teams: Vec<Scope>,
    /// Đại sứ số of the first village.
    pub(super) ambassador: Scope,
    /// Tình nguyện viên of the first village.
    pub(super) volunteer: Scope,
}

/// Members of the other villages' teams; nobody knows their passwords.
const TEAMS: [&str; 7] =
    ["Lê Văn Ví Dụ", "Phạm Thị Mẫu", "Nguyễn Quang Ví Dụ", "Kiều Thị Mẫu", "Đỗ Hữu Ví Dụ", "Vũ Thị Mẫu", "Phan Đình Ví Dụ"];

pub(super) fn open(tx: &mut Tx<'_>, ground: &Ground, now: Millis) -> Result<Staff> {
    let then = now - 110 * DAY;
    for account in accounts() {
        let id = accounts::create(tx, account.login, account.name, &account.password, false, then)?;
        let (village, unit) = match account.role.reach_kind() {
            ReachKind::Commune => (None, None),
            ReachKind::Village => (ground.villages.first(), None),
            ReachKind::Unit => (None, ground.units.get(unit_of(account.role))),
        };
        let (village, unit) = (village.map(String::as_str), unit.map(String::as_str));
        accounts::grant(tx, &id, account.role, &ground.commune, village, unit, "demo", then)?;
    }
    let may = |tx: &mut Tx<'_>, login: &str, right: Right| -> Result<Scope> {
        accounts::scope_of(tx, login, &ground.commune, right)?.ok_or(Error::NotFound)
    };
    let of = |tx: &mut Tx<'_>, login: &str| may(tx, login, Right::SeePersons);
    let mut staff = Staff {
        coordinator: of(tx, holder(Role::Coordinator).0)?,
        leader: of(tx, holder(Role::CommuneLeader).0)?,
        teams: vec![of(tx, holder(Role::TeamMember).0)?],
        ambassador: may(tx, holder(Role::Ambassador).0, Right::Coach)?,
        volunteer: may(tx, holder(Role::Volunteer).0, Right::Coach)?,
    };
    for (at, (name, village)) in TEAMS.iter().zip(ground.villages.iter().skip(1)).enumerate() {
        let login = format!("to-cong-nghe-{}", at + 2);
        let id = accounts::create(tx, &login, name, &accounts::fresh_password(), true, then)?;
        accounts::grant(tx, &id, Role::TeamMember, &ground.commune, Some(village), None, "demo", then)?;
        staff.teams.push(of(tx, &login)?);
    }
    Ok(staff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_account_of_each_role_and_its_password_is_accepted() {
        let all = accounts();
        assert_eq!(all.iter().map(|a| a.role).collect::<Vec<_>>(), Role::ALL);
        for account in all {
            assert_eq!(accounts::login_fault(account.login), None, "{}", account.login);
            assert_eq!(accounts::password_fault(&account.password, account.login), None, "{}", account.login);
        }
    }
}
