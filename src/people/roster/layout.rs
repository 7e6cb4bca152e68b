//! Where in a row each thing stands.

use super::{columns::Col, values};
use crate::kit::{
    identity::Sex,
    sheet::{Cell, Row, Sheet, Table},
};

/// The places of the columns of one table.
#[derive(Debug)]
pub(super) struct Layout {
    places: [Option<usize>; Col::COUNT],
    /// Places of the "Không" halves of pairs.
    negated: [Option<usize>; Col::COUNT],
    /// How many columns the heading of the whole name covers.
    name_width: usize,
}

/// What stands in the columns of birth.
#[derive(Debug)]
pub(super) enum Written<'a> {
    /// One cell.
    Whole(&'a Cell),
    /// Day, month and year in columns of their own.
    Parts([String; 3]),
}

impl Layout {
    pub(super) fn of(table: &Table<Col>) -> Self {
        let mut layout = Self { places: [None; Col::COUNT], negated: [None; Col::COUNT], name_width: 1 };
        for column in &table.columns {
            if column.key == Col::Name {
                layout.name_width = column.width;
            }
            let places = if column.is_negated { &mut layout.negated } else { &mut layout.places };
            places[column.key as usize] = Some(column.index);
        }
        layout.settle();
        layout
    }

    /// Without marks "Năm" beside "Tháng" looks like "Nam"; a thôn is the hamlet where nothing smaller is told; a list of heads of
    /// households has no other names.
    fn settle(&mut self) {
        let place = |layout: &Self, col: Col| layout.places[col as usize];
        if place(self, Col::Month).is_some() && place(self, Col::Year).is_none() && place(self, Col::Female).is_none() {
            self.places[Col::Year as usize] = self.places[Col::Male as usize].take();
        }
        let village = place(self, Col::Village);
        self.places[Col::Hamlet as usize] = place(self, Col::Hamlet).or(village);
        if [Col::Name, Col::Given].iter().all(|col| place(self, *col).is_none()) {
            self.places[Col::Name as usize] = place(self, Col::Household);
        }
    }

    pub(super) fn place(&self, col: Col) -> Option<usize> {
        self.places[col as usize]
    }

    /// Where the name stands: one column, two under one heading, or two with their own.
    pub(super) fn name_places(&self) -> impl Iterator<Item = usize> {
        let whole = self.place(Col::Name);
        let split = [self.place(Col::Family), self.place(Col::Given)].into_iter().flatten().filter(move |_| whole.is_none());
        whole.into_iter().flat_map(|first| first..first + self.name_width).chain(split)
    }

    /// The name as written, its parts joined.
    pub(super) fn name(&self, row: &Row) -> String {
        let parts: Vec<String> = self.name_places().map(|place| row.cell(place).text()).filter(|text| !text.is_empty()).collect();
        // "1. Nguyễn Văn An", where the running number has no column.
        let name = parts.join(" ");
        let bare = name.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['.', ')', '/', '-', ' ']);
        if bare.is_empty() { name } else { bare.to_owned() }
    }

    pub(super) fn text(&self, row: &Row, col: Col) -> String {
        self.place(col).map(|place| row.cell(place).text()).unwrap_or_default()
    }

    /// As [`Layout::text`], but a cell merged over several people holds for all of them.
    pub(super) fn shared(&self, sheet: &Sheet, index: usize, col: Col) -> String {
        self.place(col).map(|place| sheet.spanned(index, place).text()).unwrap_or_default()
    }

    /// Yes or no from one column or from a pair "Có | Không".
    pub(super) fn decision(&self, row: &Row, col: Col, read: fn(&str) -> Option<bool>) -> Option<bool> {
        let no = self.negated[col as usize].map(|place| row.cell(place).text()).filter(|text| !text.is_empty());
        match read(&self.text(row, col)) {
            Some(answer) => Some(answer),
            None => no.and_then(|text| values::yes_or_no(&text)).map(|mark| !mark),
        }
    }

    /// What is written about the birth, wherever it stands; `None` when nothing is.
    pub(super) fn birth<'a>(&self, row: &'a Row) -> Option<Written<'a>> {
        let filled = |col: Col| self.place(col).map(|place| row.cell(place)).filter(|cell| !values::is_nothing(&cell.text()));
        if let Some(cell) = filled(Col::Birth) {
            return Some(Written::Whole(cell));
        }
        if let Some(year) = filled(Col::Year) {
            let is_alone = filled(Col::Day).is_none() && filled(Col::Month).is_none();
            let parts = || Written::Parts([Col::Day, Col::Month, Col::Year].map(|col| self.text(row, col)));
            return Some(if is_alone { Written::Whole(year) } else { parts() });
        }
        if self.place(Col::Birth).is_some() || self.place(Col::Year).is_some() {
            return None;
        }
        let is_year = |cell: &&Cell| !values::is_tick(&cell.text());
        [Col::Male, Col::Female].into_iter().find_map(|col| filled(col).filter(is_year).map(Written::Whole))
    }

    /// The sex: by its column, else by which of the columns Nam and Nữ is filled. `Err` when the row says both or something odd.
    pub(super) fn sex(&self, row: &Row) -> Result<Option<Sex>, ()> {
        let word = self.text(row, Col::Sex);
        if !values::is_nothing(&word) {
            return values::sex(&word).map(Some).ok_or(());
        }
        let is_filled = |col: Col| !values::is_nothing(&self.text(row, col));
        match (is_filled(Col::Male), is_filled(Col::Female)) {
            (true, true) => Err(()),
            (true, false) => Ok(Some(Sex::Male)),
            (false, true) => Ok(Some(Sex::Female)),
            (false, false) => Ok(None),
        }
    }
}
