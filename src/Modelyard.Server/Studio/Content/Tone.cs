namespace Modelyard.Server.Studio.Content;

/// <summary>Says what something means for the reader; pages show it by a sign and a word, never by a colour alone.</summary>
public enum Tone
{
    /// <summary>Nothing in particular.</summary>
    Neutral,

    /// <summary>All is well.</summary>
    Good,

    /// <summary>It is worth knowing.</summary>
    Notice,

    /// <summary>It should be looked at.</summary>
    Warning,

    /// <summary>It must be looked at.</summary>
    Problem,
}
