using Modelyard.Numerics;

namespace Modelyard.Explanation.Shapley.Trees;

/// <summary>Represents the points at which the product over a path is integrated, padded to whole registers by points of no weight.</summary>
internal sealed unsafe class PathRule
{
    /// <summary>The numbers in the widest register.</summary>
    internal const int Padding = 8;

    // What keeps the pinned numbers alive that the pointer reads.
    private readonly double[] _all;
    private readonly double* _start;

    /// <summary>Initializes the rule that is exact for paths of so many features.</summary>
    /// <param name="features">The greatest number of different features on a path.</param>
    internal PathRule(int features)
    {
        // The product without the one feature that is looked at has the degree features - 1.
        Count = Math.Max(1, (features + 1) / 2);
        Padded = (Count + Padding - 1) / Padding * Padding;
        var rule = new GaussLegendre(Count);
        _all = GC.AllocateUninitializedArray<double>(4 * Padded, pinned: true);
        _start = (double*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _all[0]);
        for (int i = 0; i < Padded; i++)
        {
            (double point, double weight) = i < Count ? (rule.Points[i], rule.Weights[i]) : (0.5, 0);
            _all[i] = point;
            _all[Padded + i] = 1 - point;
            _all[(2 * Padded) + i] = weight;
            _all[(3 * Padded) + i] = -weight / (1 - point);
        }
    }

    /// <summary>Gets the number of points.</summary>
    internal int Count { get; }

    /// <summary>Gets the number of points with those that pad.</summary>
    internal int Padded { get; }

    /// <summary>Gets the points t.</summary>
    internal double* Points => _start;

    /// <summary>Gets 1 − t.</summary>
    internal double* Rests => _start + Padded;

    /// <summary>Gets the weights w.</summary>
    internal double* Weights => _start + (2 * Padded);

    /// <summary>Gets −w / (1 − t): what a feature that a row does not satisfy has before the product.</summary>
    internal double* Absent => _start + (3 * Padded);
}
