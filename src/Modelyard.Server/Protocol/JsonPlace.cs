namespace Modelyard.Server.Protocol;

/// <summary>Represents a place in a body, whose text is made only if there is a fault to tell of it.</summary>
/// <param name="Start">The path of what holds it.</param>
/// <param name="Index">The position in the list that <paramref name="Start"/> is; -1 if it is none.</param>
/// <param name="End">The rest of the path.</param>
internal readonly record struct JsonPlace(string Start, int Index, string End)
{
    public override string ToString() => Index < 0 ? Start + End : $"{Start}[{Index}]{End}";
}
