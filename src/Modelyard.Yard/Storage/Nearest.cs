namespace Modelyard.Lifecycle.Storage;

/// <summary>Finds the name that was probably meant.</summary>
internal static class Nearest
{
    internal static string Hint(string name, IReadOnlyCollection<string> known)
    {
        if (known.Count == 0)
        {
            return "";
        }

        string nearest = known.MinBy(candidate => Distance(name, candidate))!;
        return $" The nearest is '{nearest}'.";
    }

    // Levenshtein (1966): insertions, deletions and substitutions, one row of the table at a time.
    private static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int substituted = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
