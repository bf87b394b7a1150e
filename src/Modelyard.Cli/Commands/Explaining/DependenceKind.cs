namespace Modelyard.Cli.Commands.Explaining;

/// <summary>Says what is told of how a model depends on columns.</summary>
internal enum DependenceKind
{
    /// <summary>Partial dependence: what the model says on average if a column had a value in all rows.</summary>
    Pdp,

    /// <summary>Accumulated local effects: how the output changes along a column among the rows that have such values.</summary>
    Ale,

    /// <summary>How much columns act together.</summary>
    Interactions,
}
