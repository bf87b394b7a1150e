namespace Modelyard;

/// <summary>Writes files that appear under their name only when they are whole.</summary>
internal static class WholeFile
{
    private const int BufferLength = 1 << 16;

    /// <summary>Writes a file under a temporary name beside its own, brings it to the disk and renames it.</summary>
    /// <remarks>A link stays a link, and what it leads to is replaced. What is no file, as a device or a pipe, is written to, never replaced.</remarks>
    /// <param name="path">The path of the file; one that is there is replaced.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        string target = Path.GetFullPath(path);
        if (new FileInfo(target).LinkTarget is not null)
        {
            target = File.ResolveLinkTarget(target, returnFinalTarget: true)?.FullName ?? target;
        }

        if (File.Exists(target) && !OperatingSystem.IsWindows())
        {
            // A pipe is opened once: its reader takes the first closing for the end.
            using var there = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, BufferLength);
            if (!there.CanSeek || IsSpecial(Path.GetFullPath(path)) || IsSpecial(target))
            {
                write(there);
                there.Flush();
                return;
            }
        }

        string part = $"{target}.{Guid.NewGuid():N}.part";
        try
        {
            using (var stream = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferLength))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(part, target, overwrite: true);
        }
        finally
        {
            if (File.Exists(part))
            {
                File.Delete(part);
            }
        }
    }

    // The platform does not tell a device from a file; devices lie in '/dev', where '/dev/shm' holds files, and what a process holds open in '/proc'.
    internal static bool IsSpecial(string path) => (path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal)) || path.StartsWith("/proc/", StringComparison.Ordinal);
}
