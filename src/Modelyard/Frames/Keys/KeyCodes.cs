using System.Text;
using Modelyard.Frames.Csv;

namespace Modelyard.Frames.Keys;

/// <summary>Represents the cells of one key as small numbers: equal cells have equal numbers, in all the tables that share the key.</summary>
/// <param name="Codes">For each table one number a row, below <see cref="Bound"/>; -1 where the cell is missing.</param>
/// <param name="Bound">What all numbers are below. Not every number below it must occur.</param>
internal sealed record KeyCodes(int[][] Codes, int Bound)
{
    /// <summary>The code of a missing cell.</summary>
    public const int Missing = -1;

    /// <summary>The widest range of integers that are numbered by their distance from the least, without a table of those that occur.</summary>
    private const long WidestRange = 1 << 21;

    /// <summary>Numbers the cells of one key.</summary>
    /// <param name="parts">The key's column in each table.</param>
    /// <returns>The numbers.</returns>
    /// <exception cref="ModelyardException">The columns hold kinds that cannot be compared.</exception>
    public static KeyCodes Of(Column[] parts)
    {
        // A column without a single cell is of any kind, as a file tells none of it.
        Column[] present = Array.FindAll(parts, part => part.MissingCount < part.Length);
        if (present.Length < parts.Length)
        {
            KeyCodes known = present.Length == 0 ? new KeyCodes([], 0) : Of(present);
            int next = 0;
            return known with { Codes = Array.ConvertAll(parts, part => part.MissingCount < part.Length ? known.Codes[next++] : Filled(part.Length)) };
        }

        if (Array.TrueForAll(parts, part => part.Kind == ColumnKind.Boolean))
        {
            return new KeyCodes(Array.ConvertAll(parts, OfBooleans), 2);
        }

        if (Array.TrueForAll(parts, part => part.Kind == ColumnKind.Integer))
        {
            return OfIntegers(parts, Array.ConvertAll(parts, part => ((IntegerColumn)part).Values.ToArray()));
        }

        if (Array.TrueForAll(parts, part => part.Kind is ColumnKind.Integer or ColumnKind.Double))
        {
            // Adding zero makes -0 equal to 0.
            return OfIntegers(parts, Array.ConvertAll(parts, part => Array.ConvertAll(part.ToDoubles(), value => BitConverter.DoubleToInt64Bits(value + 0.0))));
        }

        if (Array.TrueForAll(parts, part => part.Kind == ColumnKind.Timestamp))
        {
            RequireOneZone(parts[0].Name, parts);
            return OfIntegers(parts, Array.ConvertAll(parts, part => ((TimestampColumn)part).Ticks.ToArray()));
        }

        return Array.TrueForAll(parts, part => part.Kind is ColumnKind.Category or ColumnKind.Text)
            ? OfTexts(parts)
            : throw new ModelyardException(
                $"The key '{parts[0].Name}' holds {string.Join(" and ", parts.Select(part => $"'{part.Kind}'").Distinct())}, which cannot be compared; convert one of them first.");
    }

    /// <summary>Refuses times of which some are in UTC and others have no zone.</summary>
    /// <param name="key">The name of the key.</param>
    /// <param name="parts">Its columns, one a table; those without times are left aside.</param>
    internal static void RequireOneZone(string key, params ReadOnlySpan<Column> parts)
    {
        bool any = false, isUtc = false;
        foreach (Column part in parts)
        {
            if (part is TimestampColumn times)
            {
                if (any && times.IsUtc != isUtc)
                {
                    throw new ModelyardException($"The key '{key}' holds times in UTC in one table and times without a zone in the other; give both the same zone first, by utc(t) or local(t) in an expression.");
                }

                (any, isUtc) = (true, times.IsUtc);
            }
        }
    }

    private static int[] OfBooleans(Column part)
    {
        ReadOnlySpan<bool> values = ((BooleanColumn)part).Values;
        int[] codes = new int[values.Length];
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = part.IsMissing(row) ? Missing : values[row] ? 1 : 0;
        }

        return codes;
    }

    private static KeyCodes OfIntegers(Column[] parts, long[][] values)
    {
        long least = long.MaxValue, greatest = long.MinValue;
        for (int part = 0; part < parts.Length; part++)
        {
            for (int row = 0; row < values[part].Length; row++)
            {
                if (!parts[part].IsMissing(row))
                {
                    least = Math.Min(least, values[part][row]);
                    greatest = Math.Max(greatest, values[part][row]);
                }
            }
        }

        if (least > greatest)
        {
            return new KeyCodes(Array.ConvertAll(values, part => Filled(part.Length)), 0);
        }

        if ((ulong)(greatest - least) < WidestRange)
        {
            return new KeyCodes([.. parts.Zip(values, (part, own) => Convert(part, own, value => (int)(value - least)))], (int)(greatest - least) + 1);
        }

        var table = new IntegerTable();
        int[][] codes = [.. parts.Zip(values, (part, own) => Convert(part, own, table.NumberOf))];
        return new KeyCodes(codes, table.Count);
    }

    private static int[] Convert(Column part, long[] values, Func<long, int> number)
    {
        int[] codes = new int[values.Length];
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = part.IsMissing(row) ? Missing : number(values[row]);
        }

        return codes;
    }

    private static KeyCodes OfTexts(Column[] parts)
    {
        var table = new LevelTable();
        int[][] codes = Array.ConvertAll(parts, part => part is CategoryColumn category ? OfCategories(category, table) : OfText((TextColumn)part, table));
        return new KeyCodes(codes, table.Count);
    }

    private static int[] OfCategories(CategoryColumn part, LevelTable table)
    {
        int[] numbers = [.. part.Levels.Select(level => table.Intern(Encoding.UTF8.GetBytes(level)))];
        ReadOnlySpan<int> own = part.Codes;
        int[] codes = new int[own.Length];
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = own[row] < 0 ? Missing : numbers[own[row]];
        }

        return codes;
    }

    private static int[] OfText(TextColumn part, LevelTable table)
    {
        int[] codes = new int[part.Length];
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = part.IsMissing(row) ? Missing : table.Intern(part.Utf8(row));
        }

        return codes;
    }

    private static int[] Filled(int length)
    {
        int[] codes = new int[length];
        Array.Fill(codes, Missing);
        return codes;
    }
}
