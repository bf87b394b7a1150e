using System.Numerics;
using Modelyard.Frames;
using Modelyard.Learning;

namespace Modelyard.Lifecycle.Training;

/// <summary>Represents the rows of a table that a model was learned from, so that they can be told from others: by their inputs and their target.</summary>
/// <remarks>A row is kept as 128 bits that are mixed of its cells: two rows are taken for the same by chance once in so many that it does not happen.</remarks>
internal sealed class KnownRows
{
    private const ulong Text = 1, Number = 2, Missing = 3;

    private readonly string[] _names;
    private readonly HashSet<UInt128> _rows;

    private KnownRows(string[] names, IEnumerable<UInt128> rows) => (_names, _rows) = (names, [.. rows]);

    /// <summary>Takes down the rows of a table.</summary>
    internal static KnownRows Of(Frame table, FeatureSchema inputs, string target)
    {
        string[] names = [.. inputs.Select(input => input.Name).Append(target)];
        return new KnownRows(names, Keys(table, names));
    }

    /// <summary>Keeps the rows that are not known.</summary>
    internal Frame Unknown(Frame table)
    {
        UInt128[] keys = [.. Keys(table, _names)];
        return Array.Exists(keys, _rows.Contains) ? table.Filter(row => !_rows.Contains(keys[row])) : table;
    }

    private static UInt128[] Keys(Frame table, string[] names)
    {
        ulong[] high = new ulong[table.RowCount], low = new ulong[table.RowCount];
        foreach (string name in names)
        {
            if (!table.TryGetColumn(name, out Column? column))
            {
                continue;
            }

            double[]? numbers = column.Kind is ColumnKind.Integer or ColumnKind.Double ? column.ToDoubles() : null;
            for (int row = 0; row < high.Length; row++)
            {
                if (column.IsMissing(row))
                {
                    Mix(row, Missing);
                }
                else if (numbers is not null)
                {
                    // An integer and the same number as a double are one cell; so are both zeros.
                    Mix(row, Number);
                    Mix(row, BitConverter.DoubleToUInt64Bits(numbers[row] + 0.0));
                }
                else
                {
                    Mix(row, Text);
                    foreach (char letter in column.FormatCell(row))
                    {
                        Mix(row, letter);
                    }
                }
            }
        }

        return [.. high.Zip(low, (above, below) => new UInt128(above, below))];

        // Two lanes of multiply and rotate, with the odd constants of xxHash64.
        void Mix(int row, ulong bits)
        {
            high[row] = BitOperations.RotateLeft((high[row] ^ bits) * 0x9E3779B185EBCA87, 31);
            low[row] = BitOperations.RotateLeft((low[row] + bits) * 0xC2B2AE3D27D4EB4F, 27) ^ bits;
        }
    }
}
