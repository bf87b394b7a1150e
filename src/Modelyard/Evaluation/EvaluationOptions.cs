using Modelyard.Frames.Expressions;

namespace Modelyard.Evaluation;

/// <summary>Specifies what is told of a model beside its scores.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Gets the figures of the business; empty takes the usual ones if there are dimensions.</summary>
    public IReadOnlyList<KeyFigure> Figures { get; init; } = [];

    /// <summary>Gets the dimensions that figures are told by, as a name and an expression over the rows.</summary>
    public IReadOnlyList<(string Name, Expression Expression)> Dimensions { get; init; } = [];

    /// <summary>Gets what each answer costs, as <see cref="Metrics.CostMatrix.Parse"/> reads it; null for nothing.</summary>
    public string? Costs { get; init; }

    /// <summary>Gets the column whose groups should be treated alike; null for none.</summary>
    public string? FairColumn { get; init; }

    /// <summary>Gets the label of the class whose rates are compared by group; null for the second of two, and of more for the right answers alone.</summary>
    public string? Positive { get; init; }

    /// <summary>Gets a value indicating whether the rows on which the model errs most are looked for.</summary>
    public bool FindsSlices { get; init; }
}
