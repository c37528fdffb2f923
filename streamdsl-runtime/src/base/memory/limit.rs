//! The default limit: a part of what the process may use.

use std::fs;
use std::path::{Path, PathBuf};

/// Returns three quarters of the memory that this process may use: of the limit of its control
/// group, or of the physical memory if that is less. There is no limit if the system does not say
/// how much memory there is.
pub(crate) fn default_limit() -> usize {
    let Some(bytes) = available(Path::new("/")) else { return usize::MAX };
    usize::try_from(bytes / 4 * 3).unwrap_or(usize::MAX)
}

/// The memory that this process may use, according to the files below `root`.
fn available(root: &Path) -> Option<u64> {
    physical(root).into_iter().chain(of_groups(root)).min()
}

fn physical(root: &Path) -> Option<u64> {
    let info = fs::read_to_string(root.join("proc/meminfo")).ok()?;
    let line = info.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}

/// The limits of the control groups of this process, in both versions, and of the groups that these
/// are in.
fn of_groups(root: &Path) -> Vec<u64> {
    let groups = fs::read_to_string(root.join("proc/self/cgroup")).unwrap_or_default();
    groups.lines().flat_map(|line| limits(root, line)).collect()
}

/// The limits of one line `number:controllers:/path/of/the/group`.
fn limits(root: &Path, line: &str) -> Vec<u64> {
    let mut parts = line.splitn(3, ':').skip(1);
    let (Some(controllers), Some(group)) = (parts.next(), parts.next()) else { return Vec::new() };
    let (mount, file) = match controllers {
        "" => ("sys/fs/cgroup", "memory.max"),
        of if of.split(',').any(|name| name == "memory") => {
            ("sys/fs/cgroup/memory", "memory.limit_in_bytes")
        }
        _ => return Vec::new(),
    };
    let mount = root.join(mount);
    // In a container, the path may be that of the host, and the group itself is the mount.
    let inner: PathBuf = group.trim_start_matches('/').into();
    let folders = inner.ancestors().map(|folder| mount.join(folder));
    let limit = |folder: PathBuf| fs::read_to_string(folder.join(file)).ok()?.trim().parse().ok();
    folders.filter_map(limit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A system with these files.
    fn system(files: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (name, content) in files {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        root
    }

    const PHYSICAL: (&str, &str) =
        ("proc/meminfo", "MemTotal:        8000 kB\nMemFree:         100 kB\n");

    #[test]
    fn a_group_of_version_2_limits_its_processes_and_those_of_inner_groups() {
        let root = system(&[
            PHYSICAL,
            ("proc/self/cgroup", "0::/outer/inner\n"),
            ("sys/fs/cgroup/outer/memory.max", "2000000\n"),
            ("sys/fs/cgroup/outer/inner/memory.max", "max\n"),
        ]);
        assert_eq!(available(root.path()), Some(2_000_000));
    }

    #[test]
    fn a_group_of_version_1_limits_its_processes() {
        let root = system(&[
            PHYSICAL,
            ("proc/self/cgroup", "4:cpu:/a\n3:memory,pids:/docker/abc\n"),
            ("sys/fs/cgroup/memory/memory.limit_in_bytes", "3000000\n"),
        ]);
        assert_eq!(available(root.path()), Some(3_000_000));
    }

    #[test]
    fn without_a_limit_the_physical_memory_counts() {
        let root = system(&[PHYSICAL, ("proc/self/cgroup", "0::/\n")]);
        assert_eq!(available(root.path()), Some(8_000 * 1024));
        assert_eq!(available(system(&[]).path()), None);
    }
}
