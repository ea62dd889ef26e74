/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-database.h"

#include "tcp-lifecycle-output.h"
#include "tcp-lifecycle-rows.h"

#include "ns3/fatal-error.h"

#include <exception>

#ifdef TCP_LIFECYCLE_SQLITE
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <sqlite3.h>
#endif

/**
 * \file
 * \ingroup tcp-lifecycle
 * The tables of a run as a database.
 */

namespace ns3
{

#ifdef TCP_LIFECYCLE_SQLITE

namespace
{

/// Rows in a transaction: many enough that its cost is none, few enough that little is kept back.
constexpr uint32_t BATCH = 50000;

/// \param name of a column \return it as an identifier of SQL, which `from` and `to` are not
std::string
Quoted(const std::string& name)
{
    return '"' + name + '"';
}

/// \param kind of a column \return its type in SQL
const char*
TypeOf(TcpLifecycleColumnKind kind)
{
    switch (kind)
    {
    case TcpLifecycleColumnKind::Whole:
        return " INTEGER NOT NULL";
    case TcpLifecycleColumnKind::Maybe:
        return " INTEGER";
    case TcpLifecycleColumnKind::Text:
        return " TEXT NOT NULL";
    }
    return "";
}

/// Fields as the parameters of an INSERT.
class Parameters : public TcpLifecycleRow
{
  public:
    /// \param insert a statement that was reset
    explicit Parameters(sqlite3_stmt* insert)
        : m_insert(insert)
    {
    }

    void Number(int64_t number) override
    {
        sqlite3_bind_int64(m_insert, ++m_place, number);
    }

    void Text(std::string_view text) override
    {
        sqlite3_bind_text(m_insert,
                          ++m_place,
                          text.data(),
                          static_cast<int>(text.size()),
                          SQLITE_TRANSIENT);
    }

    void Nothing() override
    {
        sqlite3_bind_null(m_insert, ++m_place);
    }

  private:
    sqlite3_stmt* m_insert; //!< the statement
    int m_place{0};         //!< of the last field, from 1 on
};

} // namespace

/// The open file.
class TcpLifecycleDatabase::Writer
{
  public:
    /// \param path see TcpLifecycleDatabase() \param segments see there
    Writer(const std::string& path, bool segments)
        : m_path(path),
          m_partial(path + ".partial")
    {
        std::remove(m_partial.c_str());
        if (sqlite3_open(m_partial.c_str(), &m_database) != SQLITE_OK)
        {
            Fail();
        }
        // Nobody else reads the file before it has its name, and what is cut short is thrown away.
        Execute("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE");
        Execute("BEGIN; CREATE TABLE run (name TEXT NOT NULL UNIQUE, value TEXT NOT NULL)");
        m_about = Prepare("INSERT OR REPLACE INTO run VALUES (?,?)");
        m_transitions = Create(TcpLifecycleTransitionsTable());
        m_connections = Create(TcpLifecycleConnectionsTable());
        if (segments)
        {
            m_segments = Create(TcpLifecycleSegmentsTable());
        }
    }

    ~Writer()
    {
        Release();
    }

    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// \param name of a fact \param value the fact
    void About(const std::string& name, const std::string& value)
    {
        Parameters row(m_about);
        row.Text(name);
        row.Text(value);
        Step(m_about);
    }

    /// \param transition inserted
    void Insert(const TcpLifecycleTransition& transition)
    {
        Insert(m_transitions, transition);
    }

    /// \param record inserted
    void Insert(const TcpLifecycleRecord& record)
    {
        Insert(m_connections, record);
    }

    /// \param segment inserted
    void Insert(const TcpLifecycleSegmentRecord& segment)
    {
        Insert(m_segments, segment);
    }

    /// Complete the file and give it its name.
    void Finish()
    {
        Execute("CREATE INDEX connection ON connections (node, id)");
        Execute("CREATE INDEX transition_of ON transitions (node, id)");
        if (m_segments != nullptr)
        {
            Execute("CREATE INDEX segment_of ON segments (node, id)");
            Execute("CREATE INDEX segment_serial ON segments (serial)");
        }
        Execute("COMMIT");
        Finalize();
        if (sqlite3_close(m_database) != SQLITE_OK)
        {
            Fail();
        }
        m_database = nullptr;
        if (std::rename(m_partial.c_str(), m_path.c_str()) != 0)
        {
            const std::string reason = std::strerror(errno);
            std::remove(m_partial.c_str());
            throw TcpLifecycleFileError(m_path, reason);
        }
    }

  private:
    /// \param table a table \return the INSERT for it
    sqlite3_stmt* Create(const TcpLifecycleTable& table)
    {
        std::string columns;
        std::string marks;
        for (const TcpLifecycleColumn& column : table.columns)
        {
            const char* between = columns.empty() ? "" : ",";
            columns += between + Quoted(column.name) + TypeOf(column.kind);
            marks += between + std::string("?");
        }
        Execute("CREATE TABLE " + Quoted(table.name) + " (" + columns + ")");
        return Prepare("INSERT INTO " + Quoted(table.name) + " VALUES (" + marks + ")");
    }

    /// \param insert the statement \param event its row
    template <typename Event>
    void Insert(sqlite3_stmt* insert, const Event& event)
    {
        Parameters row(insert);
        TcpLifecycleFill(event, row);
        Step(insert);
        if (++m_rows % BATCH == 0)
        {
            Execute("COMMIT; BEGIN");
        }
    }

    /// \param sql executed
    void Execute(const std::string& sql)
    {
        if (sqlite3_exec(m_database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        {
            Fail();
        }
    }

    /// \param sql a statement \return it, prepared
    sqlite3_stmt* Prepare(const std::string& sql)
    {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(m_database, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
        {
            Fail();
        }
        return statement;
    }

    /// \param insert executed
    void Step(sqlite3_stmt* insert)
    {
        if (sqlite3_step(insert) != SQLITE_DONE)
        {
            Fail();
        }
        sqlite3_reset(insert);
    }

    /// Statements go.
    void Finalize()
    {
        for (sqlite3_stmt** statement : {&m_about, &m_transitions, &m_connections, &m_segments})
        {
            sqlite3_finalize(*statement);
            *statement = nullptr;
        }
    }

    /// Close, and remove what was not finished.
    void Release()
    {
        Finalize();
        if (m_database != nullptr)
        {
            sqlite3_close(m_database);
            m_database = nullptr;
            std::remove(m_partial.c_str());
        }
    }

    /// Give up, and say why.
    [[noreturn]] void Fail()
    {
        const std::string reason = sqlite3_errmsg(m_database);
        Release();
        throw TcpLifecycleFileError(m_path, reason);
    }

    std::string m_path;                   //!< where it will be
    std::string m_partial;                //!< where it is until then
    sqlite3* m_database{nullptr};         //!< the open file
    sqlite3_stmt* m_about{nullptr};       //!< into run
    sqlite3_stmt* m_transitions{nullptr}; //!< into transitions
    sqlite3_stmt* m_connections{nullptr}; //!< into connections
    sqlite3_stmt* m_segments{nullptr};    //!< into segments; null: there is no such table
    uint32_t m_rows{0};                   //!< inserted
};

bool
TcpLifecycleDatabase::IsAvailable()
{
    return true;
}

#else

/// There is no SQLite to write with.
class TcpLifecycleDatabase::Writer
{
  public:
    /// Refuses. \param path named in the message
    Writer(const std::string& path, bool)
    {
        throw TcpLifecycleFileError(path, "the module was built without SQLite");
    }

    /// Is never called.
    void About(const std::string&, const std::string&)
    {
    }

    /// Is never called.
    template <typename Event>
    void Insert(const Event&)
    {
    }

    /// Is never called.
    void Finish()
    {
    }
};

bool
TcpLifecycleDatabase::IsAvailable()
{
    return false;
}

#endif

template <typename Act>
void
TcpLifecycleDatabase::Write(const Act& act)
{
    if (!m_writer)
    {
        return;
    }
    try
    {
        act(*m_writer);
    }
    catch (const TcpLifecycleFileError&)
    {
        m_writer.reset(); // it is said once
        throw;
    }
}

TcpLifecycleDatabase::TcpLifecycleDatabase(const std::string& path, bool segments)
    : m_writer(std::make_unique<Writer>(path, segments))
{
}

TcpLifecycleDatabase::~TcpLifecycleDatabase()
{
    try
    {
        Close();
    }
    catch (const TcpLifecycleFileError& error)
    {
        NS_FATAL_ERROR(error.what());
    }
}

void
TcpLifecycleDatabase::SetAbout(const std::string& name, const std::string& value)
{
    Write([&](Writer& writer) { writer.About(name, value); });
}

void
TcpLifecycleDatabase::OnTransition(const TcpLifecycleTransition& transition)
{
    Write([&](Writer& writer) { writer.Insert(transition); });
}

void
TcpLifecycleDatabase::OnConnection(const TcpLifecycleRecord& record)
{
    Write([&](Writer& writer) { writer.Insert(record); });
}

void
TcpLifecycleDatabase::OnSegment(const TcpLifecycleSegmentRecord& segment)
{
    Write([&](Writer& writer) { writer.Insert(segment); });
}

void
TcpLifecycleDatabase::Close()
{
    if (std::uncaught_exceptions() == 0)
    {
        Write([](Writer& writer) { writer.Finish(); });
    }
    m_writer.reset(); // of a run that was broken off nothing is put in place
}

} // namespace ns3
