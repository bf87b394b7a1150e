namespace Modelyard.Data.Databases;

/// <summary>Names what writing does with a table that is there.</summary>
public enum WriteMode
{
    /// <summary>The table must not be there; it is created.</summary>
    Fail,

    /// <summary>The rows come below those that are there. A table that is not there is created.</summary>
    Append,

    /// <summary>The table is dropped and created anew, with its rights, indexes and triggers gone. A table that is not there is created.</summary>
    Replace,

    /// <summary>A row whose key is there takes that row's place in the columns written, another is added; of rows of one key the last counts. A table that is not there is created.</summary>
    Upsert,
}
