using Modelyard.Probability;

namespace Modelyard.Selection.Features;

/// <summary>Computes the tails of the number of heads of a fair coin.</summary>
internal static class BinomialTail
{
    /// <summary>Computes the chance of at least so many heads.</summary>
    internal static double AtLeast(int heads, int tosses) => heads <= 0 ? 1 : heads > tosses ? 0 : SpecialFunctions.Beta(heads, tosses - heads + 1, 0.5);

    /// <summary>Computes the chance of at most so many heads.</summary>
    internal static double AtMost(int heads, int tosses) => AtLeast(tosses - heads, tosses);
}
