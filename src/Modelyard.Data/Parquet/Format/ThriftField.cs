namespace Modelyard.Data.Parquet.Format;

/// <summary>Represents the head of one field in a structure of Thrift's compact protocol.</summary>
/// <param name="Id">The number of the field.</param>
/// <param name="Type">The type of its value, by the numbers of the protocol.</param>
internal readonly record struct ThriftField(int Id, byte Type);
