using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Modelyard.Data.Tests.Parquet;

/// <summary>Tells the tests where DuckDB's library is that scripts/duckdb.sh installs.</summary>
internal static class DuckDbSetup
{
    [ModuleInitializer]
    internal static void Initialize()
    {
        string system = OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        string processor = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        string folder = Path.Combine(CheckedOut.Root, "tests", "DuckDb", "node_modules", "@duckdb", $"node-bindings-{system}-{processor}");
        if (Directory.Exists(folder) && Environment.GetEnvironmentVariable(DuckDbLibrary.Variable) is null)
        {
            Environment.SetEnvironmentVariable(DuckDbLibrary.Variable, folder);
        }
    }
}
