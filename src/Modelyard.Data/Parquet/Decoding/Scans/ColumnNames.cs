using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Chooses columns by their names.</summary>
internal static class ColumnNames
{
    /// <summary>Chooses columns.</summary>
    /// <param name="source">The file.</param>
    /// <param name="all">All columns.</param>
    /// <param name="nameOf">Gets the name of a column.</param>
    /// <param name="names">The names of those that are asked for; all if null.</param>
    /// <exception cref="FrameFormatException">A column is not there.</exception>
    public static IReadOnlyList<T> Choose<T>(string source, IReadOnlyList<T> all, Func<T, string> nameOf, IReadOnlyList<string>? names)
    {
        if (names is null)
        {
            return all;
        }

        string[] known = [.. all.Select(nameOf)];
        FrameProblem[] unknown = [.. names.Where(wanted => !known.Contains(wanted)).Select(wanted => new FrameProblem(0, null, new UnknownColumnException(wanted, known).Message))];
        return unknown.Length == 0
            ? [.. names.Select(wanted => all[Array.IndexOf(known, wanted)])]
            : throw new FrameFormatException(source, unknown, unknown.Length, string.Empty);
    }
}
