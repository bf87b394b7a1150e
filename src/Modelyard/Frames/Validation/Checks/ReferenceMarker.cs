using Modelyard.Frames.Validation.Keys;

namespace Modelyard.Frames.Validation.Checks;

/// <summary>Marks rows whose key does not occur in the table that it refers to.</summary>
/// <param name="reader">Reads the keys of the rows.</param>
/// <param name="known">The keys of the other table.</param>
internal sealed class ReferenceMarker(KeyReader reader, KeySet known) : IMarker
{
    private const int BlockRows = 1 << 12;

    /// <summary>Creates what finds the rows of a key; of a single category, each level is looked up once.</summary>
    /// <param name="key">The columns of the key.</param>
    /// <param name="known">The keys of the other table.</param>
    public static IMarker Of(Column[] key, KeySet known) => key is [CategoryColumn category]
        ? new LevelMarker(category, Array.ConvertAll(KeyReader.OfLevels(category), level => !known.Contains(level)))
        : new ReferenceMarker(KeyReader.Of(key), known);

    public void Mark(int first, int count, Span<ulong> failing)
    {
        failing.Clear();
        UInt128[] keys = new UInt128[Math.Min(count, BlockRows)];
        for (int start = 0; start < count; start += BlockRows)
        {
            Span<UInt128> block = keys.AsSpan(0, Math.Min(BlockRows, count - start));
            reader.Read(first + start, block);
            for (int i = 0; i < block.Length; i++)
            {
                // Neighbours often have one key.
                if (block[i] != default && !(i > 0 && block[i] == block[i - 1] ? IsKnown(failing, start + i - 1) : known.Contains(block[i])))
                {
                    failing[(start + i) >> 6] |= 1UL << ((start + i) & 63);
                }
            }
        }
    }

    private static bool IsKnown(Span<ulong> failing, int row) => ((failing[row >> 6] >> (row & 63)) & 1) == 0;
}
