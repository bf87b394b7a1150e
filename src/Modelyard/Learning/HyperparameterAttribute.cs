namespace Modelyard.Learning;

/// <summary>Declares a hyperparameter: its meaning, its range, and the part of it that is worth searching.</summary>
/// <remarks>
/// The one place where a hyperparameter is described. Argument checks, error texts, default search spaces, the help of the command,
/// forms, the manifest of the model file and the negative tests all come from here. The type is one of: double, int, bool, an enumeration,
/// double? and int?, whose null means 'no limit', string? for the name of a column, or <see cref="IEstimator"/> and a list of them, for what is made of other estimators: those must be for the task of the
/// ones that stand there by default.
/// </remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HyperparameterAttribute : Attribute
{
    /// <summary>Gets or sets the meaning in a few words, as it stands in the help of the command.</summary>
    public string Meaning { get; set; } = "";

    /// <summary>Gets or sets the least value that is allowed.</summary>
    public double Minimum { get; set; } = double.NegativeInfinity;

    /// <summary>Gets or sets the greatest value that is allowed.</summary>
    public double Maximum { get; set; } = double.PositiveInfinity;

    /// <summary>Gets or sets a value indicating whether <see cref="Minimum"/> itself is not allowed.</summary>
    public bool MinimumExclusive { get; set; }

    /// <summary>Gets or sets a value indicating whether <see cref="Maximum"/> itself is not allowed.</summary>
    public bool MaximumExclusive { get; set; }

    /// <summary>Gets or sets the scale on which a search draws values.</summary>
    public Scale Scale { get; set; }

    /// <summary>Gets or sets the least and the greatest value of the default search space of a number; empty if it is not searched.</summary>
    public double[] Search { get; set; } = [];

    /// <summary>Gets or sets a value indicating whether a search tries every value of a truth value or an enumeration.</summary>
    public bool SearchAll { get; set; }
}
