//! The sun and the moon, as far as a calendar needs them.
//!
//! # Units
//! A *day number* counts civil days of Vietnam (UTC+7) from 1970-01-01 = 0. A *moon number* counts new moons from
//! 6 January 2000 = 0. Angles are degrees, instants are Julian days.
//!
//! # Source
//! Jean Meeus, *Astronomical Algorithms* (2nd ed.): chapter 49 for the new moon (within about 20 seconds), chapter 25 for
//! the sun (within about 15 minutes). Compared once with a full ephemeris: the same day and the same term for all new
//! moons from 1800 to 2199, save seven after 2077 that hang on how the earth's turning will slow.

/// Mean length of a lunation in days.
const LUNATION: f64 = 29.530_588_861;
/// Julian day of the mean new moon number 0.
const FIRST_MOON: f64 = 2_451_550.097_66;
/// Julian day of noon, 1 January 2000.
const J2000: f64 = 2_451_545.0;
/// Julian day of midnight UTC, 1 January 1970.
const EPOCH: f64 = 2_440_587.5;
/// Vietnam is seven hours ahead of UTC; here in days.
const VIETNAM: f64 = 7.0 / 24.0;

/// Periodic terms of the new moon in 1e-5 day: amplitude, power of the eccentricity factor, multiples of M, M', F.
const MOON_TERMS: [(f64, i32, f64, f64, f64); 24] = [
    (-40_720.0, 0, 0.0, 1.0, 0.0),
    (17_241.0, 1, 1.0, 0.0, 0.0),
    (1_608.0, 0, 0.0, 2.0, 0.0),
    (1_039.0, 0, 0.0, 0.0, 2.0),
    (739.0, 1, -1.0, 1.0, 0.0),
    (-514.0, 1, 1.0, 1.0, 0.0),
    (208.0, 2, 2.0, 0.0, 0.0),
    (-111.0, 0, 0.0, 1.0, -2.0),
    (-57.0, 0, 0.0, 1.0, 2.0),
    (56.0, 1, 1.0, 2.0, 0.0),
    (-42.0, 0, 0.0, 3.0, 0.0),
    (42.0, 1, 1.0, 0.0, 2.0),
    (38.0, 1, 1.0, 0.0, -2.0),
    (-24.0, 1, -1.0, 2.0, 0.0),
    (-7.0, 0, 2.0, 1.0, 0.0),
    (4.0, 0, 0.0, 2.0, -2.0),
    (4.0, 0, 3.0, 0.0, 0.0),
    (3.0, 0, 1.0, 1.0, -2.0),
    (3.0, 0, 0.0, 2.0, 2.0),
    (-3.0, 0, 1.0, 1.0, 2.0),
    (3.0, 0, -1.0, 1.0, 2.0),
    (-2.0, 0, -1.0, 1.0, -2.0),
    (-2.0, 0, 1.0, 3.0, 0.0),
    (2.0, 0, 0.0, 4.0, 0.0),
];

/// Planetary terms of the new moon in 1e-6 day: amplitude, angle at moon 0, change of the angle per moon.
const PLANET_TERMS: [(f64, f64, f64); 14] = [
    (325.0, 299.77, 0.107_408),
    (165.0, 251.88, 0.016_321),
    (164.0, 251.83, 26.651_886),
    (126.0, 349.42, 36.412_478),
    (110.0, 84.66, 18.206_239),
    (62.0, 141.74, 53.303_771),
    (60.0, 207.14, 2.453_732),
    (56.0, 154.84, 7.306_860),
    (47.0, 34.52, 27.261_239),
    (42.0, 207.19, 0.121_824),
    (40.0, 291.34, 1.844_379),
    (37.0, 161.72, 24.198_154),
    (35.0, 239.56, 25.513_099),
    (23.0, 331.55, 3.592_518),
];

/// ΔT in seconds, every 10 years from 1800 to 2200.
const CLOCK_LAG: [f64; 41] = [
    13.7, 12.5, 12.0, 7.5, 5.7, 7.1, 7.9, 1.6, -5.4, -5.9, -2.7, 10.5, 21.2, 24.0, 24.3, 29.1, 33.2, 40.2, 50.5, 56.9, 63.8, 66.1, 69.4,
    72.0, 75.0, 79.0, 83.0, 88.0, 93.0, 99.0, 105.0, 112.0, 120.0, 129.0, 138.0, 148.0, 159.0, 171.0, 183.0, 196.0, 210.0,
];

/// The new moon of 8 July 1967 came 3 seconds after midnight, closer than the series can tell.
const PAST_MIDNIGHT: (i64, i64) = (-402, -908);

/// The day number on which new moon `moon` falls in Vietnam.
pub(super) fn new_moon_day(moon: i64) -> i64 {
    if moon == PAST_MIDNIGHT.0 {
        return PAST_MIDNIGHT.1;
    }
    let k = moon as f64;
    let t = k / 1_236.85;
    let eccentricity = 1.0 - t * (0.002_516 + 0.000_007_4 * t);
    let sun = 2.5534 + 29.105_356_70 * k - t * t * (0.000_001_4 + 0.000_000_11 * t);
    let anomaly = 201.5643 + 385.816_935_28 * k + t * t * (0.010_758_2 + t * (0.000_012_38 - 0.000_000_058 * t));
    let latitude = 160.7108 + 390.670_502_84 * k - t * t * (0.001_611_8 + t * (0.000_002_27 - 0.000_000_011 * t));
    let node = 124.7746 - 1.563_755_88 * k + t * t * (0.002_067_2 + 0.000_002_15 * t);
    let mean = FIRST_MOON + LUNATION * k + t * t * (0.000_154_37 - t * (0.000_000_150 - 0.000_000_000_73 * t));

    let periodic: f64 = MOON_TERMS
        .iter()
        .map(|&(amplitude, power, m, a, f)| amplitude * eccentricity.powi(power) * sine(m * sun + a * anomaly + f * latitude))
        .sum();
    let planets: f64 = PLANET_TERMS
        .iter()
        .enumerate()
        .map(|(index, &(amplitude, start, rate))| {
            let drift = if index == 0 { 0.009_173 * t * t } else { 0.0 };
            amplitude * sine(start + rate * k - drift)
        })
        .sum();
    let instant = mean + (periodic - 17.0 * sine(node)) / 1e5 + planets / 1e6;
    (instant - clock_lag(instant) - EPOCH + VIETNAM).floor() as i64
}

/// The moon number of the last new moon on or before day number `day`.
pub(super) fn moon_on_or_before(day: i64) -> i64 {
    let mean = (day as f64 + EPOCH - FIRST_MOON) / LUNATION;
    let mut moon = mean.floor() as i64 + 1;
    // The true moon strays at most 15 hours from the mean one: two steps back always reach it.
    while new_moon_day(moon) > day {
        moon -= 1;
    }
    moon
}

/// Which twelfth of its yearly round the sun stands in when day number `day` begins: 0 from the spring equinox,
/// 9 from the winter solstice.
pub(super) fn major_term(day: i64) -> u8 {
    let midnight = day as f64 + EPOCH - VIETNAM;
    let longitude = sun_longitude(midnight + clock_lag(midnight));
    ((longitude / 30.0).floor() as i64).rem_euclid(12) as u8
}

/// Apparent longitude of the sun at a dynamical instant, in degrees from 0 to 360.
fn sun_longitude(instant: f64) -> f64 {
    let t = (instant - J2000) / 36_525.0;
    let mean = 280.466_46 + t * (36_000.769_83 + 0.000_303_2 * t);
    let anomaly = 357.529_11 + t * (35_999.050_29 - 0.000_153_7 * t);
    let centre = (1.914_602 - t * (0.004_817 + 0.000_014 * t)) * sine(anomaly)
        + (0.019_993 - 0.000_101 * t) * sine(2.0 * anomaly)
        + 0.000_289 * sine(3.0 * anomaly);
    let aberration = 0.005_69 + 0.004_78 * sine(125.04 - 1_934.136 * t);
    (mean + centre - aberration).rem_euclid(360.0)
}

/// How far dynamical time runs ahead of the clocks (ΔT), in days: observed to 2020, a cautious guess after.
fn clock_lag(instant: f64) -> f64 {
    let step = ((instant - J2000) / 365.25 + 200.0) / 10.0;
    let index = (step.floor().max(0.0) as usize).min(CLOCK_LAG.len() - 2);
    let seconds = CLOCK_LAG[index] + (CLOCK_LAG[index + 1] - CLOCK_LAG[index]) * (step - index as f64);
    seconds / 86_400.0
}

fn sine(degrees: f64) -> f64 {
    degrees.to_radians().sin()
}
