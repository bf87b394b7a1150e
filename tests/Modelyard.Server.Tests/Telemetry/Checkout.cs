namespace Modelyard.Server.Tests.Telemetry;

/// <summary>Reads files of the repository.</summary>
internal static class Checkout
{
    /// <summary>Reads a file as text.</summary>
    /// <param name="path">The path within the repository.</param>
    /// <returns>The text.</returns>
    public static string Read(string path) => File.ReadAllText(PathOf(path));

    /// <summary>Finds a file.</summary>
    /// <param name="path">The path within the repository.</param>
    /// <returns>The path on this machine.</returns>
    public static string PathOf(string path)
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Modelyard.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return Path.Combine(folder, path);
    }
}
