using System.Globalization;
using Modelyard.Frames.Expressions.Binding;
using Modelyard.Frames.Expressions.Evaluation;

namespace Modelyard.Frames.Expressions.Functions;

/// <summary>Represents a function or operator of expressions: its name, what it takes, and how it is fitted to kinds.</summary>
/// <param name="name">The name, in lower case.</param>
/// <param name="form">How it is written.</param>
/// <param name="least">The least number of arguments.</param>
/// <param name="most">The greatest number of arguments.</param>
/// <param name="summary">What it gives.</param>
/// <param name="bind">Fits it to arguments whose kinds are known.</param>
internal sealed class Function(string name, string form, int least, int most, string summary, Func<CallBinding, Node> bind)
{
    /// <summary>Gets the name.</summary>
    public string Name { get; } = name;

    /// <summary>Gets other names that mean the same.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>Gets how it is written.</summary>
    public string Form { get; } = form;

    /// <summary>Gets what it gives, as a phrase.</summary>
    public string Summary { get; } = summary;

    /// <summary>Gets a value indicating whether it is written as an operator or a phrase instead of a call.</summary>
    public bool IsOperator { get; init; }

    /// <summary>Gets what fits it to arguments whose kinds are known.</summary>
    public Func<CallBinding, Node> Bind { get; } = bind;

    /// <summary>Gets the number of arguments in words.</summary>
    public string SpokenCount => (least, most) switch
    {
        (_, int.MaxValue) => string.Create(CultureInfo.InvariantCulture, $"'{least}' or more"),
        _ when least == most => string.Create(CultureInfo.InvariantCulture, $"'{least}'"),
        _ => string.Create(CultureInfo.InvariantCulture, $"'{least}' to '{most}'"),
    };

    /// <summary>Determines whether it takes so many arguments.</summary>
    public bool Takes(int count) => count >= least && count <= most;
}
