namespace Modelyard.Server.Studio.Pages.Trying;

/// <summary>Represents an input of a model as a field of a form.</summary>
/// <param name="Name">The name of the input.</param>
/// <param name="Kind">How it is given.</param>
/// <param name="Value">Its value now; empty for a missing one.</param>
public sealed record InputField(string Name, FieldKind Kind, string Value)
{
    /// <summary>Gets the least value of the slider; null if there is none.</summary>
    public double? Minimum { get; init; }

    /// <summary>Gets the greatest value of the slider.</summary>
    public double? Maximum { get; init; }

    /// <summary>Gets the step of the slider.</summary>
    public double Step { get; init; } = 1;

    /// <summary>Gets what training has seen of it.</summary>
    public string Seen { get; init; } = "";

    /// <summary>Gets the choices, the most frequent first.</summary>
    public IReadOnlyList<FieldChoice> Choices { get; init; } = [];
}
