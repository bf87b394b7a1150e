namespace Modelyard.Agent.Journals;

/// <summary>Names what a journal keeps.</summary>
internal enum EntryKind : byte
{
    /// <summary>A prediction.</summary>
    Prediction = 1,

    /// <summary>A true label.</summary>
    Label = 2,
}
