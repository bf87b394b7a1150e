using System.Runtime.CompilerServices;

namespace Modelyard.Trees.Growing;

/// <summary>Represents one feature as codes: the place of each row's value among the different values in ascending order.</summary>
/// <remarks>
/// A tree asks only for the order of values, so codes give exactly the splits that the values give, without comparing
/// doubles, in an eighth of their memory when there are at most 256 of them. A missing value has the greatest code.
/// </remarks>
internal sealed unsafe class FeatureRanks
{
    private readonly byte[] _codes;

    /// <summary>Initializes the codes from provisional ones.</summary>
    /// <param name="values">The different values in ascending order.</param>
    /// <param name="codes">The code of each row; the number of values for a missing value.</param>
    /// <param name="isCategorical">Whether the values are levels.</param>
    /// <param name="hasMissing">Whether any value is missing.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public FeatureRanks(double[] values, ReadOnlySpan<int> codes, bool isCategorical, bool hasMissing)
    {
        Values = values;
        IsCategorical = isCategorical;
        HasMissing = hasMissing;
        Width = CodeCount <= 256 ? 1 : CodeCount <= 65536 ? 2 : 4;
        _codes = GC.AllocateUninitializedArray<byte>(Math.Max(1, codes.Length * Width), pinned: true);
        byte* bytes = Codes;
        for (int row = 0; row < codes.Length; row++)
        {
            switch (Width)
            {
                case 1:
                    bytes[row] = (byte)codes[row];
                    break;
                case 2:
                    ((ushort*)bytes)[row] = (ushort)codes[row];
                    break;
                default:
                    ((int*)bytes)[row] = codes[row];
                    break;
            }
        }
    }

    /// <summary>Gets the different values in ascending order.</summary>
    public double[] Values { get; }

    /// <summary>Gets a value indicating whether the values are levels.</summary>
    public bool IsCategorical { get; }

    /// <summary>Gets a value indicating whether any row lacks the value.</summary>
    public bool HasMissing { get; }

    /// <summary>Gets the number of codes, that of a missing value included.</summary>
    public int CodeCount => Values.Length + (HasMissing ? 1 : 0);

    /// <summary>Gets the code of a missing value, which no row has unless <see cref="HasMissing"/>.</summary>
    public int MissingCode => Values.Length;

    /// <summary>Gets the number of bytes of a code: 1, 2 or 4.</summary>
    public int Width { get; }

    /// <summary>Gets the codes, one a row, each of <see cref="Width"/> bytes.</summary>
    public byte* Codes => (byte*)Unsafe.AsPointer(ref _codes[0]);

    /// <summary>Computes the threshold between two neighbouring values of a node.</summary>
    /// <param name="low">The code of the lesser.</param>
    /// <param name="high">The code of the greater, or that of a missing value.</param>
    /// <returns>The middle; the lesser if there is no number between them.</returns>
    public double Threshold(int low, int high)
    {
        if (high >= MissingCode)
        {
            return double.PositiveInfinity;
        }

        double middle = (Values[low] / 2) + (Values[high] / 2);
        return middle < Values[high] && middle >= Values[low] ? middle : Values[low];
    }

    /// <summary>Finds the greatest code whose value does not exceed a threshold.</summary>
    /// <param name="threshold">The threshold, at least the least value.</param>
    /// <returns>The code.</returns>
    public int CodeAtMost(double threshold)
    {
        int found = Array.BinarySearch(Values, threshold);
        return found >= 0 ? found : ~found - 1;
    }
}
