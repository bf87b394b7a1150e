namespace Modelyard.Frames.Csv;

/// <summary>Names what can be wrong with the bytes of a table.</summary>
internal enum ProblemKind
{
    /// <summary>A row has too few or too many fields.</summary>
    Ragged,

    /// <summary>A quoted field goes on after its closing quote.</summary>
    TextAfterQuote,

    /// <summary>A quoted field is not closed before the file ends.</summary>
    OpenQuote,

    /// <summary>A cell is not of the kind that its column must have.</summary>
    WrongKind,

    /// <summary>A row is longer than allowed.</summary>
    LongRow,

    /// <summary>The bytes are not UTF-8.</summary>
    NotUtf8,

    /// <summary>A byte is zero.</summary>
    Binary,
}
