using System.Numerics;

namespace Modelyard.Trees.Boosting;

/// <summary>Says how gradients, hessians and row counts are held in whole numbers.</summary>
/// <remarks>
/// Sums of whole numbers are exact: they do not depend on order, so any number of threads gives the same histogram, and a parent less one child
/// is the other child to the last bit. A row's gradient is a multiple of a unit (a power of two), of which the greatest gradient has at least
/// 2^19 (2^30 if wide). A packed entry is one 64-bit word, the gradient above the count; a wide entry has a word for the gradient and
/// one for the hessian above the count.
/// Compare Shi et al. (2022), Quantized Training of Gradient Boosting Decision Trees, NeurIPS.
/// </remarks>
/// <param name="IsWide">Whether an entry has two words.</param>
/// <param name="CountBits">The number of low bits that hold the row count.</param>
internal readonly record struct GradientForm(bool IsWide, int CountBits)
{
    /// <summary>Gets the number of 64-bit words of a histogram's entry.</summary>
    internal int Words => IsWide ? 2 : 1;

    internal long CountMask => (1L << CountBits) - 1;

    /// <summary>Gets the binary logarithm of the number of units in the greatest gradient.</summary>
    internal int GradientBits => IsWide ? 30 : Math.Min(30, 63 - (2 * CountBits));

    /// <summary>Gets the binary logarithm of the number of units in the greatest hessian.</summary>
    internal int HessianBits => Math.Min(30, 63 - (2 * CountBits));

    /// <summary>Chooses the form for a number of rows.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="constantHessian">Whether every hessian is 1.</param>
    internal static GradientForm For(int rows, bool constantHessian)
    {
        const int MostPackedBits = 22;
        int countBits = BitOperations.Log2((uint)Math.Max(rows, 1)) + 1;
        return new GradientForm(!constantHessian || countBits > MostPackedBits, countBits);
    }
}
