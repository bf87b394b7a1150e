namespace Modelyard.Data.Schemas;

/// <summary>Represents a part of a YAML text, with its place.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character of the line, from 1.</param>
internal abstract record YamlNode(long Line, long Column)
{
    /// <summary>Gets what the part is, for messages.</summary>
    public abstract string Name { get; }

    /// <summary>Represents a single value.</summary>
    /// <param name="Line">The line.</param>
    /// <param name="Column">The character.</param>
    /// <param name="Text">The text, without quotes.</param>
    /// <param name="IsQuoted">True if it stood in quotes or as a block, so that it is a text whatever it looks like.</param>
    public sealed record Scalar(long Line, long Column, string Text, bool IsQuoted) : YamlNode(Line, Column)
    {
        public override string Name => IsNull ? "nothing" : $"'{(Text.Length > 60 ? Text[..60] + "…" : Text)}'";

        public bool IsNull => !IsQuoted && Text is "" or "~" or "null" or "Null" or "NULL";
    }

    /// <summary>Represents a list.</summary>
    /// <param name="Line">The line.</param>
    /// <param name="Column">The character.</param>
    /// <param name="Items">The items.</param>
    public sealed record List(long Line, long Column, IReadOnlyList<YamlNode> Items) : YamlNode(Line, Column)
    {
        public override string Name => "a list";
    }

    /// <summary>Represents a mapping, in its order.</summary>
    /// <param name="Line">The line.</param>
    /// <param name="Column">The character.</param>
    /// <param name="Entries">The keys and values; no key occurs twice.</param>
    public sealed record Map(long Line, long Column, IReadOnlyList<(Scalar Key, YamlNode Value)> Entries) : YamlNode(Line, Column)
    {
        public override string Name => "a mapping";
    }
}
