namespace Modelyard.Data.Databases;

/// <summary>Names the binary forms of COPY that are written here.</summary>
internal enum CopyType
{
    /// <summary>None of them: the copy is made as text.</summary>
    Other,
    Boolean,
    Int16,
    Int32,
    Int64,
    Double,
    Text,
    Date,
    Timestamp,
}
