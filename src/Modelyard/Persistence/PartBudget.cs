using Modelyard.Learning;

namespace Modelyard.Persistence;

/// <summary>Counts the parts that are read, and how deep they lie in one another.</summary>
internal sealed class PartBudget(ModelFileLimits limits)
{
    private int _parts;
    private int _depth;

    internal void Enter(string path)
    {
        if (++_parts > limits.MaxParts || ++_depth > limits.MaxDepth)
        {
            throw new ModelFormatException($"The model file holds too many parts, or they lie too deep in one another, at '{JsonReading.Shorten(path)}'.");
        }
    }

    internal void Leave() => _depth--;
}
