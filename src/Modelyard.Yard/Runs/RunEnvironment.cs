using System.Globalization;
using System.Runtime.InteropServices;

namespace Modelyard.Lifecycle;

/// <summary>Finds out where a run runs.</summary>
internal static class RunEnvironment
{
    private const int MaximumHeadLength = 1000;

    internal static Dictionary<string, string> Describe()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["os"] = RuntimeInformation.OSDescription,
            ["cpu"] = Processor(),
            ["cores"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
            ["dotnet"] = Environment.Version.ToString(),
            ["modelyard"] = typeof(ModelyardException).Assembly.GetName().Version?.ToString(3) ?? "",
        };
        if (Commit() is { } commit)
        {
            environment["commit"] = commit;
        }

        return environment;
    }

    private static string Processor()
    {
        const string Field = "model name";
        try
        {
            string? line = OperatingSystem.IsLinux() ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(text => text.StartsWith(Field, StringComparison.Ordinal)) : null;
            return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return RuntimeInformation.ProcessArchitecture.ToString();
        }
    }

    private static string? Commit()
    {
        try
        {
            for (string? folder = Environment.CurrentDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            {
                string git = Path.Combine(folder, ".git");
                if (Directory.Exists(git))
                {
                    return Resolve(git, ReadHead(Path.Combine(git, "HEAD")));
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A run is worth keeping without its commit.
        }

        return null;
    }

    private static string? Resolve(string git, string head)
    {
        const string Reference = "ref: ";
        if (!head.StartsWith(Reference, StringComparison.Ordinal))
        {
            return head;
        }

        string name = head[Reference.Length..];
        string loose = Path.Combine(git, name), packed = Path.Combine(git, "packed-refs");
        return File.Exists(loose) ? ReadHead(loose)
            : File.Exists(packed) ? File.ReadLines(packed).FirstOrDefault(line => line.EndsWith(" " + name, StringComparison.Ordinal))?.Split(' ')[0]
            : null;
    }

    private static string ReadHead(string path)
    {
        string text = File.ReadAllText(path).Trim();
        return text.Length <= MaximumHeadLength ? text : text[..MaximumHeadLength];
    }
}
