namespace Modelyard.Server.Models;

/// <summary>Represents what a look for new versions found.</summary>
/// <param name="IsNew">Whether another version of a model is served now.</param>
/// <param name="Faults">Why new versions could not be loaded.</param>
internal sealed record ModelPoll(bool IsNew, IReadOnlyList<string> Faults);
