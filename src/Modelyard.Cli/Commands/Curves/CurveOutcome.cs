using System.Text.Json;
using Modelyard.Charts;

namespace Modelyard.Cli.Commands.Curves;

/// <summary>Represents a curve that was computed, and how it is shown.</summary>
/// <param name="Title">The title of its page.</param>
/// <param name="Charts">Its charts, the most important first.</param>
/// <param name="WriteText">Writes it for people.</param>
/// <param name="WriteJson">Writes it as members of a JSON object.</param>
internal sealed record CurveOutcome(string Title, IReadOnlyList<Chart> Charts, Action<Terminal> WriteText, Action<Utf8JsonWriter> WriteJson);
