namespace Modelyard.Trees.Boosting;

/// <summary>Represents the best way found so far to split a node.</summary>
internal struct SplitCandidate
{
    /// <summary>The loss that the split saves, twice over; 0 if there is none.</summary>
    internal double Gain;
    internal int Feature;

    /// <summary>The greatest code that goes left; for a categorical feature, unused.</summary>
    internal int Bin;
    internal bool MissingLeft;
    internal bool IsCategorical;

    /// <summary>The codes of a categorical feature that go left.</summary>
    internal CodeSet LeftCodes;
    internal NodeSums Left;
    internal NodeSums Right;
    internal double LeftValue;
    internal double RightValue;
}
