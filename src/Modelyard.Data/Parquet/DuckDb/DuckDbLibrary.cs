using System.Runtime.InteropServices;
using Modelyard.Data.Parquet;

namespace Modelyard.Data;

/// <summary>Finds DuckDB's library, which reads and writes Parquet.</summary>
/// <remarks>
/// It is looked for, in this order: at the path in the environment variable <see cref="Variable"/>; beside the program; in the folders 'node_modules' at and above the program, where npm puts the package
/// '@duckdb/node-bindings-linux-x64'; where the system keeps its libraries. The working folder is not looked at, as it may hold what others put there.
/// </remarks>
public static class DuckDbLibrary
{
    /// <summary>The name of the environment variable that holds the path of the library, or of its folder.</summary>
    public const string Variable = "MODELYARD_DUCKDB";

    private static readonly Lock Gate = new();
    private static DuckDbApi? _api;

    /// <summary>Gets a value indicating whether the library was found.</summary>
    public static bool IsPresent
    {
        get
        {
            try
            {
                return Load() is not null;
            }
            catch (ModelyardException)
            {
                return false;
            }
        }
    }

    private static string FileName => OperatingSystem.IsWindows() ? "duckdb.dll" : OperatingSystem.IsMacOS() ? "libduckdb.dylib" : "libduckdb.so";

    private static string Package
    {
        get
        {
            string system = OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
            string processor = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
            return $"@duckdb/node-bindings-{system}-{processor}";
        }
    }

    /// <summary>Loads the library.</summary>
    /// <exception cref="ModelyardException">It is not there, or is not fit; the message says how to get it.</exception>
    internal static DuckDbApi Load()
    {
        lock (Gate)
        {
            return _api ??= Find();
        }
    }

    /// <summary>Lists the paths where the library may lie, in the order of the search.</summary>
    /// <param name="given">The value of the environment variable, or null.</param>
    /// <param name="program">The folder of the program.</param>
    internal static IReadOnlyList<string> Candidates(string? given, string program)
    {
        if (!string.IsNullOrEmpty(given))
        {
            return [Directory.Exists(given) ? Path.Combine(given, FileName) : given];
        }

        List<string> paths = [Path.Combine(program, FileName)];
        for (DirectoryInfo? folder = new(program); folder is not null; folder = folder.Parent)
        {
            paths.Add(Path.Combine(folder.FullName, "node_modules", Package, FileName));
        }

        return paths;
    }

    private static DuckDbApi Find()
    {
        string? given = Environment.GetEnvironmentVariable(Variable);
        foreach (string path in Candidates(given, AppContext.BaseDirectory).Where(File.Exists))
        {
            return Open(NativeLibrary.TryLoad(path, out nint found) ? found : throw new ModelyardException($"The file '{path}' is no library that this process can load. It must be DuckDB's for this processor and system; npm's package is '{Package}'."), path);
        }

        if (string.IsNullOrEmpty(given) && NativeLibrary.TryLoad(FileName, out nint system))
        {
            return Open(system, FileName);
        }

        string where = string.IsNullOrEmpty(given) ? "was not found" : $"is not at '{given}', where {Variable} says";
        throw new ModelyardException(
            $"DuckDB's library '{FileName}' {where}. Install it with 'npm install --ignore-scripts {Package}' and set {Variable} to 'node_modules/{Package}/{FileName}', "
            + "or put the library beside the program.");
    }

    private static DuckDbApi Open(nint library, string path)
    {
        try
        {
            return new DuckDbApi(library);
        }
        catch (EntryPointNotFoundException exception)
        {
            throw new ModelyardException($"The library '{path}' is not DuckDB's, or too old: {exception.Message} Version 1.2 or later is needed.", exception);
        }
    }
}
