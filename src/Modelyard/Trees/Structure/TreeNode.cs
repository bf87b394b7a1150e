using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Modelyard.Trees.Structure;

/// <summary>Represents a node of a tree in 16 bytes. Its children lie side by side and after it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TreeNode
{
    public const int MostFeatures = (1 << 28) - 1;
    private const int MissingRightFlag = 1 << 30;
    private const int CategoricalFlag = 1 << 29;
    private const int LeafFlag = 1 << 28;

    /// <summary>
    /// A split's threshold, or the place of the levels that go left; a regression leaf's prediction; a classification leaf's class if
    /// it has only one, else -1 less the place of its distribution.
    /// </summary>
    public double Value;

    /// <summary>The left child; the right one follows it. A leaf is its own child, so that a walk may go on without a look.</summary>
    public int Child;

    /// <summary>The feature and the flags.</summary>
    public int Key;

    public readonly int Feature
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Key & MostFeatures;
    }

    public readonly bool IsLeaf
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (Key & LeafFlag) != 0;
    }

    public readonly bool IsCategorical => (Key & CategoricalFlag) != 0;

    public readonly bool MissingLeft => (Key & MissingRightFlag) == 0;

    public static TreeNode Leaf(int self, double value) => new() { Value = value, Child = self, Key = LeafFlag };

    public static TreeNode Split(int feature, double value, int child, bool missingLeft, bool categorical) =>
        new() { Value = value, Child = child, Key = feature | (missingLeft ? 0 : MissingRightFlag) | (categorical ? CategoricalFlag : 0) };

    /// <summary>Finds the next node of a walk at a node that is not categorical; a leaf stays where it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly unsafe int Step(double* row)
    {
        int key = Key;
        double value = row[key & MostFeatures];
        int above = value > Value ? 1 : 0;
        int missing = double.IsNaN(value) ? 1 : 0;
        int right = (above | (missing & (key >> 30))) & ~(key >> 28) & 1;
        return Child + right;
    }
}
