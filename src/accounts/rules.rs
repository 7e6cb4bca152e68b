//! Roles, rights and reach: who may do what, and where.

use crate::kit::clock::{HOUR, MINUTE, Millis};

macro_rules! roles {
    ($($role:ident $code:literal: $doc:literal [$($right:ident),* $(,)?]),+ $(,)?) => {
        /// What somebody is in the plan; granted on a place or a unit.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role { $(#[doc = $doc] $role),+ }

        impl Role {
            /// Every role, in the order of the plan.
            pub const ALL: &[Self] = &[$(Self::$role),+];

            /// The code kept in the database and printed by `demo --accounts`.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$role => $code),+ }
            }

            /// The text key of the role's name.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$role => concat!("accounts-role-", $code)),+ }
            }

            /// What the role may do inside its reach.
            pub const fn rights(self) -> &'static [Right] {
                match self { $(Self::$role => &[$(Right::$right),*]),+ }
            }
        }
    };
}

/// One thing that a role may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Right {
    /// Open the officers' part at all.
    Enter,
    /// Settings, self-check, both communes of a deployment.
    ManageSystem,
    /// Accounts and grants of the commune.
    ManageAccounts,
    /// Villages, units and their import.
    ManagePlaces,
    /// Aggregated figures.
    SeeFigures,
    /// Names behind figures, the register.
    SeePersons,
    /// Add and change persons and consent.
    EditPersons,
    /// Load lists, undo loads.
    ImportPersons,
    /// Decide on likely duplicates.
    MergePersons,
    /// Venues.
    ManageVenues,
    /// Classes and their rosters.
    SeeClasses,
    /// Open, change and cancel classes.
    ManageClasses,
    /// Mark who came.
    TakeAttendance,
    /// Record that somebody does a task unaided.
    RecordSkill,
    /// Record what field work does: help, visits, stalls, identity checks, shifts.
    Coach,
    /// Pairs, quotas, requests for help.
    ManageCoaching,
    /// Enrolled phones, and what they sent that waits for a decision.
    ManageDevices,
    /// What people learn from: items and their versions, the question bank, the skill framework.
    ManageLearning,
    /// Hand out certificates; ask for one to be taken back, and agree to it.
    Certify,
    /// Targets and denominators.
    ManagePlan,
    /// Reports: see drafts and locked ones.
    SeeReports,
    /// Write a report's draft.
    DraftReport,
    /// Lock a report and give it its number.
    LockReport,
    /// Files with figures or persons to take away.
    Export,
    /// The log of access and the ledger's check.
    SeeAudit,
}

impl Right {
    /// Every right.
    pub const ALL: &[Self] = &[
        Self::Enter,
        Self::ManageSystem,
        Self::ManageAccounts,
        Self::ManagePlaces,
        Self::SeeFigures,
        Self::SeePersons,
        Self::EditPersons,
        Self::ImportPersons,
        Self::MergePersons,
        Self::ManageVenues,
        Self::SeeClasses,
        Self::ManageClasses,
        Self::TakeAttendance,
        Self::RecordSkill,
        Self::Coach,
        Self::ManageCoaching,
        Self::ManageDevices,
        Self::ManageLearning,
        Self::Certify,
        Self::ManagePlan,
        Self::SeeReports,
        Self::DraftReport,
        Self::LockReport,
        Self::Export,
        Self::SeeAudit,
    ];
}

roles! {
    SystemAdmin "system_admin": "Quản trị hệ thống: keeps the server, sees no person."
        [Enter, ManageSystem, ManageAccounts, ManagePlaces, SeeFigures, ManageDevices, SeeAudit],
    CommuneLeader "commune_leader": "Lãnh đạo UBND xã: signs."
        [Enter, SeeFigures, SeePersons, SeeClasses, Certify, ManagePlan, SeeReports, DraftReport, LockReport, Export, SeeAudit],
    Coordinator "coordinator": "Phòng Văn hóa – Xã hội: runs the plan (section V.1)."
        [Enter, ManageAccounts, ManagePlaces, SeeFigures, SeePersons, EditPersons, ImportPersons, MergePersons, ManageVenues,
         SeeClasses, ManageClasses, TakeAttendance, RecordSkill, Coach, ManageCoaching, ManageDevices,
         ManageLearning, Certify, ManagePlan, SeeReports, DraftReport, Export],
    Economy "economy": "Phòng Kinh tế (V.2)." [Enter, SeeFigures],
    Police "police": "Công an xã (V.4)." [Enter, SeeFigures],
    CultureCentre "culture_centre": "Trung tâm VH-TT-TT (V.5)." [Enter, SeeFigures, SeeClasses, ManageLearning],
    School "school": "A school (V.3)." [Enter, SeeFigures],
    Enterprise "enterprise": "An enterprise, cooperative or union of them (V.7)." [Enter, SeeFigures],
    VillageHead "village_head": "Trưởng thôn (V.6)."
        [Enter, SeeFigures, SeePersons, EditPersons, ImportPersons, MergePersons, ManageVenues, SeeClasses, ManageClasses,
         TakeAttendance, RecordSkill, Coach, ManageCoaching, ManageDevices, Export],
    TeamMember "team_member": "Thành viên Tổ công nghệ số cộng đồng (III.3)."
        [Enter, SeeFigures, SeePersons, EditPersons, SeeClasses, ManageClasses, TakeAttendance, RecordSkill, Coach, ManageCoaching],
    Ambassador "ambassador": "Đại sứ số (III.4.1)."
        [Enter, SeeFigures, SeePersons, SeeClasses, TakeAttendance, RecordSkill, Coach],
    Volunteer "volunteer": "Tình nguyện viên (III.3.4)." [Enter, SeeClasses, TakeAttendance, Coach],
    Learner "learner": "A learner with an account." [],
}

impl Role {
    /// The role with this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.code() == code)
    }

    /// What a grant of this role must name.
    pub const fn reach_kind(self) -> ReachKind {
        match self {
            Self::SystemAdmin | Self::CommuneLeader | Self::Coordinator | Self::Economy | Self::Police | Self::CultureCentre => {
                ReachKind::Commune
            }
            Self::School | Self::Enterprise => ReachKind::Unit,
            Self::VillageHead | Self::TeamMember | Self::Ambassador | Self::Volunteer | Self::Learner => ReachKind::Village,
        }
    }

    /// Whether somebody who manages accounts with `by` may grant this role.
    ///
    /// Nobody makes an account stronger than their own: only system administrators make system administrators.
    pub fn may_be_granted_by(self, by: &[Self]) -> bool {
        by.contains(&Self::SystemAdmin) || (self != Self::SystemAdmin && by.contains(&Self::Coordinator))
    }
}

/// The kind of place that a role is granted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReachKind {
    /// The whole commune.
    Commune,
    /// One village.
    Village,
    /// One unit.
    Unit,
}

/// A role on a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its own id.
    pub id: String,
    /// The role.
    pub role: Role,
    /// The commune it holds in.
    pub commune: String,
    /// The village, for roles of a village.
    pub village: Option<String>,
    /// The unit, for roles of a unit.
    pub unit: Option<String>,
}

/// How far a right reaches inside one commune.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Reach {
    Commune,
    Villages(Vec<String>),
}

/// Who asks, for which right, and how far it reaches. Only this slice makes one.
///
/// Every store function that reads persons takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    account: String,
    name: String,
    commune: String,
    reach: Reach,
}

impl Scope {
    /// The scope that these grants give for `right` in `commune`, or `None` when they give none.
    pub(super) fn of(account: &str, name: &str, commune: &str, grants: &[Grant], right: Right) -> Option<Self> {
        let mut villages = Vec::new();
        for grant in grants.iter().filter(|g| g.commune == commune && g.role.rights().contains(&right)) {
            match (grant.role.reach_kind(), &grant.village) {
                (ReachKind::Commune, _) => {
                    let reach = Reach::Commune;
                    return Some(Self { account: account.into(), name: name.into(), commune: commune.into(), reach });
                }
                (ReachKind::Village, Some(village)) => villages.push(village.clone()),
                // A unit's people see the commune's open figures through their unit, and no village's persons.
                _ => {}
            }
        }
        let some = grants.iter().any(|g| g.commune == commune && g.role.rights().contains(&right));
        some.then(|| Self { account: account.into(), name: name.into(), commune: commune.into(), reach: Reach::Villages(villages) })
    }

    /// The whole commune, for commands run by whoever holds the server, and for demo and import.
    pub fn of_command(commune: &str) -> Self {
        Self { account: "command".into(), name: "hocvuso".into(), commune: commune.into(), reach: Reach::Commune }
    }

    /// The account's id, as it stands in ledger entries and history.
    pub fn account(&self) -> &str {
        &self.account
    }

    /// The account's name in words.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The commune.
    pub fn commune(&self) -> &str {
        &self.commune
    }

    /// Whether the whole commune is in reach.
    pub fn is_whole(&self) -> bool {
        self.reach == Reach::Commune
    }

    /// Whether `village` is in reach.
    pub fn covers(&self, village: &str) -> bool {
        match &self.reach {
            Reach::Commune => true,
            Reach::Villages(villages) => villages.iter().any(|v| v == village),
        }
    }

    /// The reach as one value for SQL: empty for the whole commune, else the villages' ids in a row.
    ///
    /// Statements ask `($2 = '' OR $2 LIKE '%' || village_id || '%')`: ids hold no `%` or `_`.
    pub fn reach(&self) -> String {
        match &self.reach {
            Reach::Commune => String::new(),
            Reach::Villages(villages) => format!("-{}", villages.join(",")),
        }
    }

    /// The only village in reach, when there is just one.
    pub fn only_village(&self) -> Option<&str> {
        match &self.reach {
            Reach::Villages(villages) if villages.len() == 1 => villages.first().map(String::as_str),
            _ => None,
        }
    }

    /// The same caller, narrowed to one village that is in reach.
    #[must_use]
    pub fn narrowed(&self, village: &str) -> Option<Self> {
        self.covers(village).then(|| Self { reach: Reach::Villages(vec![village.to_owned()]), ..self.clone() })
    }
}

/// How long a session lasts without use.
pub const SESSION_IDLE: Millis = 12 * HOUR;
/// How long a session lasts at most.
pub const SESSION_LIFE: Millis = 14 * 24 * HOUR;

/// How long an account stays locked after so many wrong passwords in a row: none for four, then growing to an hour.
pub fn lock_for(failures: i64) -> Millis {
    match failures {
        ..=4 => 0,
        5 => MINUTE,
        6 => 2 * MINUTE,
        7 => 5 * MINUTE,
        8 => 15 * MINUTE,
        _ => HOUR,
    }
}

/// What is wrong with a new password, as a text key: at least 8 characters, and not one of those tried first.
pub fn password_fault(password: &str, login: &str) -> Option<&'static str> {
    const COMMON: &[&str] = &[
        "12345678",
        "123456789",
        "1234567890",
        "password",
        "password1",
        "matkhau1",
        "matkhau123",
        "qwertyui",
        "qwerty123",
        "11111111",
        "00000000",
        "88888888",
        "abc12345",
        "abcd1234",
        "anhyeuem",
        "iloveyou",
        "vietnam1",
        "hocvuso1",
        "hocvuso123",
    ];
    let small = password.to_lowercase();
    if password.chars().count() < 8 {
        Some("accounts-password-short")
    } else if password.len() > 512 {
        Some("accounts-password-long")
    } else if COMMON.contains(&small.as_str()) || small == login.to_lowercase() {
        Some("accounts-password-common")
    } else {
        None
    }
}

/// What is wrong with a login name, as a text key: 3 to 40 small letters, digits, `.`, `-` and `_`.
pub fn login_fault(login: &str) -> Option<&'static str> {
    let fine = (3..=40).contains(&login.len()) && login.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_".contains(c));
    (!fine).then_some("accounts-login-form")
}

/// The browser and the system of a device, from what its browser says of itself; what is not known stays as it was said, shortened.
pub fn device(agent: &str) -> String {
    const BROWSERS: [(&str, &str); 8] = [
        ("coc_coc_browser", "Cốc Cốc"),
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let found = |known: &[(&str, &'static str)]| known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    match (found(&BROWSERS), found(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => agent.chars().take(60).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(role: Role, village: Option<&str>) -> Grant {
        Grant { id: "g".into(), role, commune: "c1".into(), village: village.map(Into::into), unit: None }
    }

    fn scope(grants: &[Grant], commune: &str, right: Right) -> Option<Scope> {
        Scope::of("a", "A", commune, grants, right)
    }

    #[test]
    fn a_village_role_reaches_its_village_and_nothing_else() {
        let grants = [grant(Role::TeamMember, Some("v1"))];
        let reach = scope(&grants, "c1", Right::SeePersons).expect("may see persons");
        assert!(reach.covers("v1") && !reach.covers("v2") && !reach.is_whole());
        assert_eq!(reach.reach(), "-v1");
        assert_eq!(scope(&grants, "c1", Right::ImportPersons), None);
        assert_eq!(scope(&grants, "c2", Right::SeePersons), None);
    }

    #[test]
    fn a_commune_role_reaches_every_village_of_its_commune() {
        let grants = [grant(Role::TeamMember, Some("v1")), grant(Role::Coordinator, None)];
        let reach = scope(&grants, "c1", Right::SeePersons).expect("may see persons");
        assert!(reach.is_whole() && reach.covers("v9"));
        assert_eq!(reach.narrowed("v9").map(|s| s.is_whole()), Some(false));
    }

    #[test]
    fn a_unit_role_and_the_system_admin_see_no_person() {
        for role in [Role::School, Role::Enterprise, Role::SystemAdmin, Role::Economy, Role::Police, Role::Learner, Role::Volunteer] {
            assert_eq!(scope(&[grant(role, None)], "c1", Right::SeePersons), None, "{}", role.code());
        }
        let figures = scope(&[grant(Role::School, None)], "c1", Right::SeeFigures).expect("figures");
        assert!(!figures.covers("v1"));
    }

    #[test]
    fn delays_grow_and_passwords_are_checked() {
        assert_eq!((1..=10).map(lock_for).collect::<Vec<_>>().windows(2).filter(|w| w[0] > w[1]).count(), 0);
        assert_eq!((lock_for(4), lock_for(5), lock_for(50)), (0, MINUTE, HOUR));
        for (password, fault) in [
            ("ngắn", Some("accounts-password-short")),
            ("MatKhau123", Some("accounts-password-common")),
            ("canbo-xa-01", Some("accounts-password-common")),
            ("con trâu đi trước", None),
        ] {
            assert_eq!(password_fault(password, "canbo-xa-01"), fault, "{password}");
        }
        for (login, fine) in [("lan.nguyen", true), ("ab", false), ("Lan", false), ("lan nguyen", false), ("đào", false)] {
            assert_eq!(login_fault(login).is_none(), fine, "{login}");
        }
    }

    #[test]
    fn nobody_grants_more_than_their_own() {
        assert!(!Role::SystemAdmin.may_be_granted_by(&[Role::Coordinator]));
        assert!(Role::CommuneLeader.may_be_granted_by(&[Role::Coordinator]));
        assert!(!Role::Volunteer.may_be_granted_by(&[Role::VillageHead]));
        assert!(Role::SystemAdmin.may_be_granted_by(&[Role::SystemAdmin]));
    }

    #[test]
    fn a_device_is_named_by_browser_and_system() {
        let phone =
            "Mozilla/5.0 (Linux; Android 13; SM-A146P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36";
        for (agent, name) in [
            (phone, "Chrome · Android"),
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36 Edg/131.0", "Edge · Windows"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1 Version/17.0 Safari/604.1", "Safari · iPhone"),
            ("curl/8.5.0", "curl/8.5.0"),
            ("", ""),
        ] {
            assert_eq!(device(agent), name);
        }
        assert_eq!(device(&"x".repeat(500)).len(), 60);
    }
}
