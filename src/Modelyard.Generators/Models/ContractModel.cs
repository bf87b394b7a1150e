namespace Modelyard.Generators.Models;

/// <summary>Represents what the attributes of a member ask of its cells.</summary>
/// <param name="IsNullable">True if a cell may be missing.</param>
/// <param name="Minimum">The least value.</param>
/// <param name="Maximum">The greatest value.</param>
/// <param name="Allowed">The values allowed as literals of C#; none if any is.</param>
/// <param name="Denied">The values denied as literals of C#.</param>
/// <param name="MinimumLength">The least length of a text.</param>
/// <param name="MaximumLength">The greatest length of a text.</param>
/// <param name="Pattern">The regular expression that the whole text must match.</param>
/// <param name="IsNotBlank">True if a text must have more than spaces.</param>
internal sealed record ContractModel(
    bool IsNullable,
    BoundModel? Minimum,
    BoundModel? Maximum,
    EquatableArray<string> Allowed,
    EquatableArray<string> Denied,
    int? MinimumLength,
    int? MaximumLength,
    string? Pattern,
    bool IsNotBlank);
