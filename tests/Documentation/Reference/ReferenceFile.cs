namespace Modelyard.Documentation.Reference;

/// <summary>Compares a committed page that is made from the code with what the code makes now.</summary>
internal static class ReferenceFile
{
    /// <summary>The variable that asks for the pages to be written: 'make docs' sets it.</summary>
    private const string Write = "MODELYARD_WRITE_REFERENCE";
    private const int MostShown = 60;

    /// <summary>Checks that a page is current, or writes it if that was asked for.</summary>
    /// <param name="path">The path from the root.</param>
    /// <param name="text">What the page must be.</param>
    internal static void Check(string path, string text)
    {
        string file = Checkout.PathOf(path);
        if (Environment.GetEnvironmentVariable(Write) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
            return;
        }

        string[] changes = Changes(File.Exists(file) ? File.ReadAllText(file) : "", text);
        Assert.True(changes.Length == 0, $"{path} is not what the code says now. If the change is meant, run 'make docs' and commit the file.{Environment.NewLine}{string.Join(Environment.NewLine, changes)}");
    }

    /// <summary>Lists the lines that went (-) and those that came (+), each under the heading or type that it belongs to.</summary>
    internal static string[] Changes(string before, string now)
    {
        List<string> old = Lines(before);
        List<string> current = Lines(now);
        if (old.SequenceEqual(current, StringComparer.Ordinal))
        {
            return [];
        }

        string[] changes = [.. Without(old, current).Select(line => $"- {line}"), .. Without(current, old).Select(line => $"+ {line}")];
        return changes.Length == 0 ? ["The same lines stand in another order."]
            : changes.Length <= MostShown ? changes
            : [.. changes.Take(MostShown), $"... and {changes.Length - MostShown} more"];
    }

    private static List<string> Lines(string text)
    {
        var lines = new List<string>();
        string heading = "";
        bool isPage = text.StartsWith('#');
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n').Where(line => line.Length > 0))
        {
            bool isHeading = isPage ? line[0] == '#' : line[0] != ' ';
            heading = isHeading ? line : heading;
            lines.Add(isHeading ? line : $"{heading} > {line.Trim()}");
        }

        return lines;
    }

    private static IEnumerable<string> Without(List<string> lines, List<string> others)
    {
        var counts = others.CountBy(line => line).ToDictionary();
        foreach (string line in lines)
        {
            int left = counts.GetValueOrDefault(line);
            counts[line] = left - 1;
            if (left <= 0)
            {
                yield return line;
            }
        }
    }
}
