namespace Modelyard.Lifecycle.Predictions.Journals;

/// <summary>Says what a file of a log holds.</summary>
internal enum SegmentKind
{
    /// <summary>Predictions.</summary>
    Predictions,

    /// <summary>True labels.</summary>
    Labels,
}
