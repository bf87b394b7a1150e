namespace Modelyard.Frames;

/// <summary>The exception that is thrown when a table has no column of the name asked for.</summary>
public sealed class UnknownColumnException : ModelyardException
{
    /// <summary>Initializes the exception for a name and the names that there are.</summary>
    /// <param name="name">The name asked for.</param>
    /// <param name="known">The names of the table's columns.</param>
    public UnknownColumnException(string name, IEnumerable<string> known)
        : base(Describe(name, known, out string? nearest))
    {
        Name = name;
        Nearest = nearest;
    }

    /// <summary>Gets the name asked for.</summary>
    public string Name { get; }

    /// <summary>Gets the name of the table's column that is spelled most like it, or null if the table has none.</summary>
    public string? Nearest { get; }

    private static string Describe(string name, IEnumerable<string> known, out string? nearest)
    {
        nearest = null;
        int least = int.MaxValue;
        foreach (string candidate in known.Take(10_000))
        {
            int distance = Distance(name, candidate);
            if (distance < least)
            {
                least = distance;
                nearest = candidate;
            }
        }

        return nearest is null
            ? $"The column '{name}' is not in the table, which has no columns."
            : $"The column '{name}' is not in the table. The nearest is '{nearest}'.";
    }

    /// <summary>Computes the edit distance of two names, not heeding case (Levenshtein, 1966).</summary>
    private static int Distance(string left, string right)
    {
        ReadOnlySpan<char> a = left.AsSpan(0, Math.Min(left.Length, 200)), b = right.AsSpan(0, Math.Min(right.Length, 200));
        Span<int> row = stackalloc int[b.Length + 1];
        for (int j = 0; j < row.Length; j++)
        {
            row[j] = j;
        }

        for (int i = 0; i < a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < b.Length; j++)
            {
                int replaced = diagonal + (char.ToUpperInvariant(a[i]) == char.ToUpperInvariant(b[j]) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, 1 + Math.Min(row[j], row[j + 1]));
            }
        }

        return row[b.Length];
    }
}
