//! What a request allocates: counted by a program of its own, since counting takes instructions and time.

use crate::Result;
use crate::programs::Programs;
use std::collections::HashMap;

/// Allocations and bytes of one request, by contender.
pub fn of_group(
    programs: &Programs,
    group: &str,
    scenario: &str,
    roles: usize,
) -> Result<HashMap<String, (f64, f64)>> {
    let output = programs.command("allocations").args([group, scenario, &roles.to_string()]).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let mut counted = HashMap::new();
    for line in String::from_utf8(output.stdout)?.lines() {
        let [name, allocations, bytes] = line.split('\t').collect::<Vec<_>>()[..] else {
            return Err(format!("not understood: {line}").into());
        };
        counted.insert(name.to_owned(), (allocations.parse()?, bytes.parse()?));
    }
    Ok(counted)
}
