namespace Modelyard.Learning;

/// <summary>Says what a learner can take; it refuses the rest by name.</summary>
public sealed record LearnerTraits
{
    /// <summary>Gets a value indicating whether rows may carry weights.</summary>
    public bool Weights { get; init; } = true;

    /// <summary>Gets a value indicating whether features may be missing (NaN).</summary>
    public bool MissingValues { get; init; }

    /// <summary>Gets a value indicating whether categorical features are read as categories, not as numbers.</summary>
    public bool Categories { get; init; }

    /// <summary>Gets a value indicating whether features may be sparse; they are then never stored densely as a whole.</summary>
    public bool Sparse { get; init; }

    /// <summary>Gets a value indicating whether features that are not categorical must be 0 or greater, as counts are.</summary>
    public bool NonNegative { get; init; }

    /// <summary>Gets a value indicating whether features that are not categorical must be whole numbers, as codes are, so that preparation should bin the others.</summary>
    public bool WholeNumbers { get; init; }

    /// <summary>Gets a value indicating whether the result depends on the scale of the features, so that preparation should bring them to one.</summary>
    public bool ScaleSensitive { get; init; }

    /// <summary>Gets a value indicating whether features are added up along lines, even if their scale does not matter, so that preparation should make nothing that breaks where a date goes on.</summary>
    public bool Linear { get; init; }

    /// <summary>Gets a value indicating whether the order of the rows may change the model beyond rounding: because rows are drawn or parted by their position, or ties go to the first.</summary>
    public bool DependsOnRowOrder { get; init; }

    /// <summary>Gets a value indicating whether a row of weight 2 gives the same model as the row twice, and a row of weight 0 the same as none.</summary>
    public bool WeightsCountAsRows { get; init; } = true;

    /// <summary>Gets the numbers that the target of a regression may hold.</summary>
    public TargetRange TargetRange { get; init; }
}
