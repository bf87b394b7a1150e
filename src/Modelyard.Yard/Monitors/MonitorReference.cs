using System.Globalization;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Says what the windows of a monitor are compared with.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Count">How many windows, or weeks.</param>
public readonly record struct MonitorReference(ReferenceKind Kind, int Count = 1)
{
    private const int Most = 1000;

    /// <summary>Reads a reference as it is written: <c>training</c>, <c>first:7</c>, <c>previous:7</c> or <c>weekday:4</c>.</summary>
    /// <param name="text">The text; without a number it is 1.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="YardException">The text is none.</exception>
    public static MonitorReference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(':');
        int count = 1;
        bool isKind = Enum.TryParse(parts[0], ignoreCase: true, out ReferenceKind kind) && Enum.IsDefined(kind) && !int.TryParse(parts[0], out _);
        bool isCount = parts.Length == 1 || (parts.Length == 2 && kind != ReferenceKind.Training && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is >= 1 and <= Most);
        return isKind && isCount ? new MonitorReference(kind, count)
            : throw new YardException($"The reference is '{text}' and must be 'training', or 'first', 'previous' or 'weekday' with a number of windows from 1 to {Most}, as in 'previous:7'.");
    }

    /// <inheritdoc/>
    public override string ToString() => Kind == ReferenceKind.Training ? "training" : string.Create(CultureInfo.InvariantCulture, $"{Kind.ToString().ToLowerInvariant()}:{Count}");
}
