#include "core/base/error.h"

#include <new>

#include <c10/util/Exception.h>

namespace bozzetto {

Error currentError(const std::string& doing)
{
    try {
        throw;
    } catch (const Error& error) {
        return error;
    } catch (const std::bad_alloc&) {
        return Error(ErrorCode::outOfMemory, "Memory ran out while {}.", doing);
    } catch (const c10::OutOfMemoryError& error) {
        return Error(ErrorCode::outOfMemory, "Memory ran out while {}: {}", doing, error.what_without_backtrace());
    } catch (const c10::Error& error) {
        const std::string what = error.what_without_backtrace();
        const bool memory = what.find("can't allocate memory") != std::string::npos;
        return Error(memory ? ErrorCode::outOfMemory : ErrorCode::internal, "Failed while {}: {}", doing, what);
    } catch (const std::exception& error) {
        return Error(ErrorCode::internal, "Failed while {}: {}", doing, error.what());
    } catch (...) {
        return Error(ErrorCode::internal, "Failed while {}, for an unknown reason.", doing);
    }
}

} // namespace bozzetto
