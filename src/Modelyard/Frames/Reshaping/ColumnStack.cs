using System.Text;

namespace Modelyard.Frames.Reshaping;

/// <summary>Puts columns below each other.</summary>
internal static class ColumnStack
{
    /// <summary>Creates a column of the cells of several, one after the other.</summary>
    /// <param name="name">The name of the new column.</param>
    /// <param name="parts">The columns, at least one. Integers and doubles give doubles; categories and text give text; categories keep all levels.</param>
    /// <returns>A new column.</returns>
    /// <exception cref="ModelyardException">The kinds do not go together.</exception>
    public static Column Of(string name, IReadOnlyList<Column> parts)
    {
        if (parts.Count == 1)
        {
            return parts[0].Rename(name);
        }

        int length = checked((int)parts.Sum(part => (long)part.Length));
        Validity validity = Stack(parts, length);
        return KindOf(name, parts) switch
        {
            ColumnKind.Boolean => new BooleanColumn(name, validity, Stack(parts, length, part => ((BooleanColumn)part).Values)),
            ColumnKind.Integer => new IntegerColumn(name, validity, Stack(parts, length, part => ((IntegerColumn)part).Values)),
            ColumnKind.Double => new DoubleColumn(name, validity, Stack(parts, length, part => part is DoubleColumn numbers ? numbers.Values : part.ToDoubles())),
            ColumnKind.Timestamp => new TimestampColumn(name, validity, Stack(parts, length, part => ((TimestampColumn)part).Ticks), Present(parts).Concat(parts).OfType<TimestampColumn>().First().IsUtc),
            ColumnKind.Category => StackCategories(name, validity, parts, length),
            _ => StackTexts(name, validity, parts, length),
        };
    }

    private static ColumnKind KindOf(string name, IReadOnlyList<Column> parts)
    {
        Column[] present = [.. Present(parts)];
        ColumnKind[] kinds = [.. present.Select(part => part.Kind).Distinct()];
        return kinds switch
        {
            [] => parts[0].Kind,
            [ColumnKind.Timestamp] when present.OfType<TimestampColumn>().Select(part => part.IsUtc).Distinct().Count() > 1 => throw new ModelyardException(
                $"The column '{name}' would hold times in UTC beside times without a zone; give all the same zone first, by utc(t) or local(t) in an expression."),
            [var kind] => kind,
            _ when Array.TrueForAll(kinds, kind => kind is ColumnKind.Integer or ColumnKind.Double) => ColumnKind.Double,
            _ when Array.TrueForAll(kinds, kind => kind is ColumnKind.Category or ColumnKind.Text) => ColumnKind.Text,
            _ => throw new ModelyardException(Clash(name, [.. present.DistinctBy(part => part.Kind)])),
        };
    }

    /// <summary>Tells which columns do not go together; those of one name come from different tables, those of several are gathered from one.</summary>
    private static string Clash(string name, Column[] parts) => Array.TrueForAll(parts, part => part.Name == name)
        ? $"The column '{name}' holds {string.Join(" and ", parts.Select(part => $"'{part.Kind}'"))} in different tables; convert them to one kind first."
        : $"{string.Join(" and ", parts.Select(part => $"'{part.Name}' ('{part.Kind}')"))} would stand in one column '{name}', and do not go together; convert them to one kind first, such as by text(x), or gather fewer columns.";

    // A column without a single cell has no say: it may stand for one that a table lacks.
    private static IEnumerable<Column> Present(IReadOnlyList<Column> parts) => parts.Where(part => part.MissingCount < part.Length);

    private static Validity Stack(IReadOnlyList<Column> parts, int length)
    {
        ulong[] missing = new ulong[Validity.Words(length)];
        int at = 0;
        foreach (Column part in parts)
        {
            for (int row = 0; row < part.Length && part.MissingCount > 0; row++)
            {
                missing[(at + row) >> 6] |= part.IsMissing(row) ? 1UL << ((at + row) & 63) : 0;
            }

            at += part.Length;
        }

        return new Validity(missing, length);
    }

    private delegate ReadOnlySpan<T> Cells<T>(Column part);

    private static T[] Stack<T>(IReadOnlyList<Column> parts, int length, Cells<T> cells)
    {
        var stacked = new T[length];
        int at = 0;
        foreach (Column part in parts)
        {
            // A column of another kind is here only if all of its cells are missing.
            if (part.MissingCount < part.Length)
            {
                cells(part).CopyTo(stacked.AsSpan(at));
            }
            else if (stacked is double[] numbers)
            {
                numbers.AsSpan(at, part.Length).Fill(double.NaN);
            }

            at += part.Length;
        }

        return stacked;
    }

    private static CategoryColumn StackCategories(string name, Validity validity, IReadOnlyList<Column> parts, int length)
    {
        List<string> levels = [];
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] codes = new int[length];
        Array.Fill(codes, CategoryColumn.Missing);
        int at = 0;
        foreach (Column part in parts)
        {
            if (part is CategoryColumn category)
            {
                int[] map = [.. category.Levels.Select(Number)];
                for (int row = 0; row < category.Length; row++)
                {
                    codes[at + row] = category.Codes[row] is int code && code < 0 ? CategoryColumn.Missing : map[code];
                }
            }

            at += part.Length;
        }

        // An order that the parts share, or that the first of them begins, is that of the whole.
        bool isOrdered = parts.OfType<CategoryColumn>().All(part => part.IsOrdered && part.Levels.Select(Number).SequenceEqual(Enumerable.Range(0, part.Levels.Count)));
        return new CategoryColumn(name, validity, codes, [.. levels], isOrdered && parts.Any(part => part is CategoryColumn));

        int Number(string level)
        {
            if (numbers.TryAdd(level, levels.Count))
            {
                levels.Add(level);
            }

            return numbers[level];
        }
    }

    private static TextColumn StackTexts(string name, Validity validity, IReadOnlyList<Column> parts, int length)
    {
        int[] offsets = new int[length + 1];
        using var bytes = new MemoryStream();
        int at = 0;
        foreach (Column part in parts)
        {
            byte[][] levels = part is CategoryColumn { Levels: var texts } ? [.. texts.Select(Encoding.UTF8.GetBytes)] : [];
            for (int row = 0; row < part.Length; row++)
            {
                bytes.Write(part switch
                {
                    TextColumn text => text.Utf8(row),
                    CategoryColumn category when category.Codes[row] >= 0 => levels[category.Codes[row]],
                    _ => default,
                });
                offsets[++at] = checked((int)bytes.Length);
            }
        }

        return new TextColumn(name, validity, bytes.ToArray(), offsets);
    }
}
