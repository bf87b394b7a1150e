namespace Modelyard.Frames.Validation.Checks;

/// <summary>Marks missing cells.</summary>
/// <param name="validity">Which cells are missing.</param>
/// <param name="excused">The cells that another check has told of; null for none.</param>
internal sealed class MissingMarker(Validity validity, ulong[]? excused) : IMarker
{
    public void Mark(int first, int count, Span<ulong> failing)
    {
        ReadOnlySpan<ulong> missing = validity.MissingWords;
        if (missing.IsEmpty)
        {
            failing.Clear();
            return;
        }

        missing.Slice(first >> 6, failing.Length).CopyTo(failing);
        for (int word = 0; excused is not null && word < failing.Length; word++)
        {
            failing[word] &= ~excused[(first >> 6) + word];
        }
    }

    /// <summary>Clears the marks of missing cells.</summary>
    public static void Spare(Validity validity, int first, Span<ulong> failing)
    {
        ReadOnlySpan<ulong> missing = validity.MissingWords;
        for (int word = 0; !missing.IsEmpty && word < failing.Length; word++)
        {
            failing[word] &= ~missing[(first >> 6) + word];
        }
    }
}
